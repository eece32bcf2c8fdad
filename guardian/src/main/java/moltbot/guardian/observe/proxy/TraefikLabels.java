package moltbot.guardian.observe.proxy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import moltbot.guardian.fact.docker.Container;
import moltbot.guardian.fact.docker.Container.Role;
import moltbot.guardian.fact.proxy.ProxyConfig.Route;

/// Reads the labels by which containers tell Traefik where to send requests
/// ([its Docker provider](https://doc.traefik.io/traefik/providers/docker/)): a server's URL that is the panel's in any
/// container, and any router at all of a container that this house runs in.
final class TraefikLabels {
    private static final Pattern SERVER = Pattern.compile(
            "traefik\\.(?:http|tcp)\\.services\\.[^.]+\\.loadbalancer\\.servers?(?:\\[\\d+])?\\.(?:url|address)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern RULE =
            Pattern.compile("traefik\\.(?:http|tcp)\\.routers\\.[^.]+\\.rule", Pattern.CASE_INSENSITIVE);
    private static final Pattern HOST = Pattern.compile("Host(?:SNI)?\\(\\s*`([^`*]+)`\\s*\\)");

    private final Targets targets;

    TraefikLabels(Targets targets) {
        this.targets = targets;
    }

    void read(List<Container> containers, List<Route> into) {
        for (Container container : containers) {
            Map<String, String> labels = container.labels();
            if (labels.getOrDefault("traefik.enable", "").equalsIgnoreCase("false")) {
                continue;
            }
            if (container.role() == Role.HOUSE
                    && labels.getOrDefault("traefik.enable", "").equalsIgnoreCase("true")
                    && labels.keySet().stream()
                            .noneMatch(name -> RULE.matcher(name).matches())) {
                // It gets Traefik's default rule, a name that nobody here knows.
                into.add(route(container, "traefik.enable", container.told()));
            }
            labels.forEach((name, value) -> {
                if (SERVER.matcher(name).matches() && targets.isPanel(value)) {
                    into.add(route(container, name, value));
                } else if (container.role() == Role.HOUSE && RULE.matcher(name).matches()) {
                    into.add(route(container, name, container.told()));
                }
            });
        }
    }

    private static Route route(Container container, String label, String target) {
        return new Route(
                "traefik", "", names(container.labels()), target, "label " + label + " of " + container.told());
    }

    /// The names that its routers answer to; none where one of them answers to others too.
    private static List<String> names(Map<String, String> labels) {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (RULE.matcher(label.getKey()).matches()) {
                if (!answersToNamesOnly(label.getValue())) {
                    return List.of();
                }
                HOST.matcher(label.getValue()).results().forEach(host -> names.add(host.group(1)));
            }
        }
        return names;
    }

    /// True where every alternative of a rule wants a name; what else it wants only narrows it.
    private static boolean answersToNamesOnly(String rule) {
        return !rule.contains("!")
                && !rule.contains("Regexp")
                && Arrays.stream(rule.split("\\|\\|"))
                        .allMatch(one -> HOST.matcher(one).find());
    }
}
