package moltbot.breaker.upstream.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;

/// Where the other panel listens, as its owner names it: `http://ADDRESS:PORT` with a literal address or
/// `localhost`, or `unix:/whole/path`. A name is not looked up: who answers for it could change.
///
/// @param address  to connect to
/// @param origin   what the panel may call itself in a `Location`; empty for a Unix socket
record Target(SocketAddress address, String origin) {
    private static final Pattern HTTP = Pattern.compile("http://(\\[[0-9A-Fa-f:.]+]|[0-9.]+|localhost):([0-9]{1,5})/?");

    static Target parse(String text) {
        if (text.startsWith("unix:/")) {
            return new Target(UnixDomainSocketAddress.of(Path.of(text.substring("unix:".length()))), "");
        }
        Matcher http = HTTP.matcher(text);
        if (!http.matches()) {
            throw unreadable(text);
        }
        int port = Integer.parseInt(http.group(2));
        if (port < 1 || port > 65_535) {
            throw unreadable(text);
        }
        String host = http.group(1);
        String literal =
                host.equals("localhost") ? "127.0.0.1" : host.replace("[", "").replace("]", "");
        try {
            InetAddress address = InetAddress.ofLiteral(literal);
            if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
                throw unreadable(text);
            }
            return new Target(new InetSocketAddress(address, port), "http://" + host + ":" + port);
        } catch (IllegalArgumentException e) {
            throw unreadable(text);
        }
    }

    private static ContractException unreadable(String text) {
        return ContractException.malformed("'" + text + "' is not where a panel can be reached. Write"
                + " http://127.0.0.1:18789, or unix:/run/panel.sock.");
    }
}
