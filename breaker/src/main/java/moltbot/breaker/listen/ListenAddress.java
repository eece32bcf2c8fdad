package moltbot.breaker.listen;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import moltbot.breaker.address.IpLiteral;
import moltbot.contract.ContractException;

/// Reads the setting `listen`: one literal address and port. A wildcard is refused, whatever its spelling: it would
/// open this house on every network this machine ever joins.
public final class ListenAddress {
    private ListenAddress() {}

    public static InetSocketAddress parse(String listen) {
        int colon = listen.lastIndexOf(':');
        String host = colon < 0 ? "" : listen.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty() || host.equals("*")) {
            throw wildcard(listen);
        }
        InetAddress address = address(host, listen);
        if (address.isAnyLocalAddress()) {
            throw wildcard(listen);
        }
        if (address.isMulticastAddress()) {
            throw unreadable(listen);
        }
        return new InetSocketAddress(address, port(listen.substring(colon + 1), listen));
    }

    private static InetAddress address(String host, String listen) {
        return IpLiteral.parse(host).orElseThrow(() -> unreadable(listen)).toInetAddress();
    }

    private static int port(String text, String listen) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw unreadable(listen);
        }
        throw unreadable(listen);
    }

    private static ContractException wildcard(String listen) {
        return ContractException.malformed("'" + listen + "' would listen on every network this machine joins, so it is"
                + " refused. Name one address, such as 127.0.0.1:3000.");
    }

    private static ContractException unreadable(String listen) {
        return ContractException.malformed("'" + listen + "' is not an address to listen on. Write one literal address"
                + " and a port, such as 127.0.0.1:3000 or [::1]:3000.");
    }
}
