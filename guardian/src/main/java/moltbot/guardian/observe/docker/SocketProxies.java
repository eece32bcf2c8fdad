package moltbot.guardian.observe.docker;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import moltbot.guardian.fact.docker.Container;
import moltbot.guardian.fact.docker.Engines.SocketProxy;
import moltbot.guardian.observe.knock.Door;

/// Programs that let others use an engine in part, known by the names of their images. Each is asked for what gives
/// away more than names: the containers with their environment, images, secrets.
final class SocketProxies {
    private static final int PORT = 2375;
    private static final List<String> FORBIDDEN =
            List.of("/containers/json", "/images/json", "/secrets", "/configs", "/volumes", "/info");

    private SocketProxies() {}

    static boolean isOne(Container container) {
        String image = container.image().toLowerCase(Locale.ROOT);
        return image.contains("socket-proxy") || image.contains("socketproxy");
    }

    static SocketProxy ask(Container proxy, List<Container> all) {
        boolean nearUs = all.stream()
                .anyMatch(one ->
                        one.role() != Container.Role.OTHERS && !Collections.disjoint(one.networks(), proxy.networks()));
        List<String> open = new ArrayList<>();
        for (String address : proxy.addresses()) {
            for (String path : FORBIDDEN) {
                if (literal(address)
                        && Door.status(Door.get(InetAddress.ofLiteral(address), PORT, "engine", path)) == 200) {
                    open.add(path);
                }
            }
        }
        return new SocketProxy(proxy.told(), nearUs, open);
    }

    private static boolean literal(String address) {
        return address.matches("[0-9.]{7,15}|[0-9a-fA-F:]{2,39}");
    }
}
