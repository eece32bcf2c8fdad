package moltbot.guardian.judge.network;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;

/// Which of the owner's other programs may carry people to the panel: the listeners of a proxy of theirs, and tunnel
/// programs by name.
///
/// @param listeners  a wildcard stands for every address
public record DeclaredRelays(Set<Endpoint> listeners, Set<String> programs) {
    public static final DeclaredRelays NONE = new DeclaredRelays(Set.of(), Set.of());

    public DeclaredRelays {
        listeners = Set.copyOf(listeners);
        programs = Set.copyOf(programs);
    }

    /// Reads a list with commas: `192.168.1.5:443`, `[fd00::5]:443`, `*:443`, `cloudflared`.
    public static DeclaredRelays parse(String list) {
        Set<Endpoint> listeners = new LinkedHashSet<>();
        Set<String> programs = new LinkedHashSet<>();
        for (String entry : list.split(",", -1)) {
            String one = entry.strip();
            if (one.matches("[A-Za-z][A-Za-z0-9._-]*")) {
                programs.add(one);
            } else if (!one.isEmpty()) {
                listeners.add(endpoint(one));
            }
        }
        return new DeclaredRelays(listeners, programs);
    }

    private static Endpoint endpoint(String text) {
        int colon = text.lastIndexOf(':');
        try {
            String host = text.substring(0, colon);
            int port = Integer.parseInt(text.substring(colon + 1));
            boolean brackets = host.startsWith("[") && host.endsWith("]");
            IpAddress address = host.equals("*")
                    ? IpAddress.ANY_V6
                    : IpAddress.of(InetAddress.ofLiteral(brackets ? host.substring(1, host.length() - 1) : host));
            if (port >= 1 && port <= 65_535) {
                return new Endpoint(address, port);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ContractException(ContractException.Code.MALFORMED, unfit(text), e);
        }
        throw ContractException.malformed(unfit(text));
    }

    private static String unfit(String text) {
        return "The setting 'declared-relays' wants ADDRESS:PORT, *:PORT or the name of a tunnel program, not '" + text
                + "'.";
    }

    /// True where the owner named exactly this address and port; a wildcard names none.
    public boolean names(String address, int port) {
        for (Endpoint one : listeners) {
            if (one.port() == port
                    && !one.address().isWildcard()
                    && one.address().toString().equals(address)) {
                return true;
            }
        }
        return false;
    }

    /// True where the owner named this port at every address, or at the one that a configuration gives.
    public boolean listed(String address, int port) {
        for (Endpoint one : listeners) {
            if (one.port() == port
                    && (one.address().isWildcard()
                            || address.equals(one.address().toString()))) {
                return true;
            }
        }
        return false;
    }

    /// True where the owner named this listener, or every address of its port.
    boolean allows(Endpoint listener) {
        for (Endpoint one : listeners) {
            if (one.port() == listener.port()
                    && (one.address().isWildcard() || one.address().equals(listener.address()))) {
                return true;
            }
        }
        return false;
    }
}
