package moltbot.guardian.judge;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;

/// Where the owner said the house may listen. A wildcard is never declared, whatever the settings say.
public record Declared(Set<Endpoint> endpoints) {
    public Declared {
        endpoints = Set.copyOf(endpoints);
    }

    /// Reads `HOST:PORT`; an IPv6 address stands in brackets. A name stands for all its addresses.
    public static Declared parse(String listen) {
        int colon = listen.lastIndexOf(':');
        try {
            String host = listen.substring(0, colon);
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            }
            int port = Integer.parseInt(listen.substring(colon + 1));
            if (host.isEmpty() || port < 1 || port > 65_535) {
                throw ContractException.malformed("The address to listen on must be HOST:PORT, not '" + listen + "'.");
            }
            Set<Endpoint> endpoints = new LinkedHashSet<>();
            for (InetAddress address : InetAddress.getAllByName(host)) {
                endpoints.add(new Endpoint(IpAddress.of(address), port));
            }
            return new Declared(endpoints);
        } catch (UnknownHostException | IndexOutOfBoundsException | NumberFormatException e) {
            throw new ContractException(
                    Code.MALFORMED, "The address to listen on must be HOST:PORT, not '" + listen + "'.", e);
        }
    }

    /// These and others.
    public Declared and(Declared others) {
        Set<Endpoint> all = new LinkedHashSet<>(endpoints);
        all.addAll(others.endpoints());
        return new Declared(all);
    }

    boolean allows(Endpoint endpoint) {
        return !endpoint.address().isWildcard() && endpoints.contains(endpoint);
    }

    boolean allowsAddress(IpAddress address) {
        for (Endpoint endpoint : endpoints) {
            if (endpoint.address().equals(address)) {
                return true;
            }
        }
        return false;
    }
}
