package moltbot.guardian.observe.docker;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import moltbot.guardian.fact.docker.Container;
import moltbot.guardian.fact.docker.Engines.SocketProxy;
import moltbot.guardian.observe.knock.Door;

/// Programs that let others use an engine in part, known by the names of their images. Each is asked for what gives
/// away more than names: the containers with their environment, images, secrets. For one thread.
final class SocketProxies {
    /// The engine tells of a container before its program listens. So one that says nothing yet is asked again at the
    /// next looks; these take ten seconds and more.
    private static final int LOOKS = 40;

    private static final int PORT = 2375;
    private static final List<String> FORBIDDEN =
            List.of("/containers/json", "/images/json", "/secrets", "/configs", "/volumes", "/info");

    /// How often each has said nothing so far, by its container's id.
    private final Map<String, Integer> silent = new HashMap<>();

    /// What those among the containers of one engine answer.
    List<SocketProxy> ask(List<Container> all) {
        return all.stream()
                .filter(SocketProxies::isOne)
                .map(proxy -> ask(proxy, all))
                .toList();
    }

    /// True where one is still awaited.
    boolean awaitsOne() {
        return silent.values().stream().anyMatch(looks -> looks < LOOKS);
    }

    /// Forgets those that are gone.
    void retain(Set<String> containers) {
        silent.keySet().retainAll(containers);
    }

    private static boolean isOne(Container container) {
        String image = container.image().toLowerCase(Locale.ROOT);
        return image.contains("socket-proxy") || image.contains("socketproxy");
    }

    private SocketProxy ask(Container proxy, List<Container> all) {
        boolean nearUs = all.stream()
                .anyMatch(one ->
                        one.role() != Container.Role.OTHERS && !Collections.disjoint(one.networks(), proxy.networks()));
        List<String> open = new ArrayList<>();
        boolean answers = false;
        for (String address : proxy.addresses()) {
            for (String path : FORBIDDEN) {
                int status = literal(address)
                        ? Door.status(Door.get(InetAddress.ofLiteral(address), PORT, "engine", path))
                        : 0;
                answers |= status > 0;
                if (status == 200) {
                    open.add(path);
                }
            }
        }
        if (answers) {
            silent.remove(proxy.id());
        } else {
            silent.merge(proxy.id(), 1, Integer::sum);
        }
        return new SocketProxy(proxy.told(), nearUs, open);
    }

    private static boolean literal(String address) {
        return address.matches("[0-9.]{7,15}|[0-9a-fA-F:]{2,39}");
    }
}
