package moltbot.guardian.observe.proxy;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;

/// Which of the places that a configuration names are the panel's. Names are taken by their word, never looked up: a
/// name that stands for this machine, or for a container of ours, is known by what it is called.
final class Targets {
    private static final Set<String> THIS_MACHINE =
            Set.of("localhost", "host.docker.internal", "host.containers.internal", "moltbot", "ip6-localhost");

    private final Set<Endpoint> panel;
    private final Set<Integer> ports = new HashSet<>();

    Targets(Set<Endpoint> panel) {
        this.panel = Set.copyOf(panel);
        panel.forEach(endpoint -> ports.add(endpoint.port()));
    }

    /// True for `http://127.0.0.1:3000/x`, `localhost:3000`, `[::1]:3000` and their like.
    boolean isPanel(String written) {
        String rest = written.toLowerCase(Locale.ROOT).replaceFirst("^[a-z0-9+]+://", "");
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        int colon = authority.lastIndexOf(':');
        String host = colon < 0 || authority.endsWith("]") ? authority : authority.substring(0, colon);
        String port = colon < 0 || authority.endsWith("]") ? "" : authority.substring(colon + 1);
        int number = port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : written.startsWith("https") ? 443 : 80;
        return ports.contains(number) && reaches(host, number);
    }

    private boolean reaches(String host, int port) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (THIS_MACHINE.contains(bare) || bare.isEmpty()) {
            return true;
        }
        try {
            Endpoint named = new Endpoint(IpAddress.of(InetAddress.ofLiteral(bare)), port);
            return panel.stream()
                    .anyMatch(one -> named.takes(one)
                            || (one.address().isLoopback() && named.address().isLoopback() && one.port() == port));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
