package moltbot.breaker.address;

import java.net.InetAddress;
import java.util.List;

/// Who may come at all. Only subtracts: who is on the list has to sign in like anybody else.
///
/// @param allowed      whose requests are looked at
/// @param proxies      whose word counts for whom they bring
/// @param onlyProxies  whether nobody else may connect: a listener without TLS that other machines reach
public record Callers(Ranges allowed, Proxies proxies, boolean onlyProxies) {
    public static final String SETTING = "allowed-addresses";
    public static final List<String> THIS_MACHINE = List.of("127.0.0.0/8", "::1");

    /// Whether a connection from there is worth a look. A proxy's is: whom it brings is judged with each request.
    public boolean mayConnect(InetAddress peer) {
        return proxies.lists(peer) || (!onlyProxies && allowed.contains(peer));
    }

    public boolean mayAsk(InetAddress client) {
        return allowed.contains(client);
    }
}
