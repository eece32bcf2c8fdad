package moltbot.guardian.observe.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.docker.Container;
import moltbot.guardian.fact.docker.Container.Role;
import moltbot.guardian.fact.proxy.ProxyConfig.Route;
import org.junit.jupiter.api.Test;

class TraefikLabelsTest {
    private static final Targets PANEL =
            new Targets(Set.of(new Endpoint(IpAddress.of(InetAddress.ofLiteral("127.0.0.1")), 3000)));
    private static final String RULE = "traefik.http.routers.chat.rule";
    private static final String SERVER = "traefik.http.services.chat.loadbalancer.server.url";

    private static List<Route> routes(Role role, Map<String, String> labels) {
        List<Route> routes = new ArrayList<>();
        Container container = new Container(
                "0123456789ab", "web", "image", role, List.of(), List.of(), List.of(), List.of(), List.of(), labels);
        new TraefikLabels(PANEL).read(List.of(container), routes);
        return routes;
    }

    @Test
    void seesAServerThatIsThePanelInAnybodysContainer() {
        assertThat(routes(Role.OTHERS, Map.of(RULE, "PathPrefix(`/`)", SERVER, "http://host.docker.internal:3000")))
                .singleElement()
                .satisfies(route -> {
                    assertThat(route.names()).as("it answers to every name").isEmpty();
                    assertThat(route.where()).contains(SERVER, "web");
                });
        assertThat(routes(Role.OTHERS, Map.of(RULE, "Host(`a.example`)", SERVER, "http://10.0.0.9:3000")))
                .isEmpty();
        assertThat(routes(Role.OTHERS, Map.of("traefik.enable", "false", SERVER, "http://127.0.0.1:3000")))
                .isEmpty();
    }

    @Test
    void seesEveryRouterOfTheContainerThisHouseRunsIn() {
        assertThat(routes(Role.HOUSE, Map.of("traefik.enable", "true", RULE, "Host(`chat.example`)")))
                .singleElement()
                .satisfies(route -> assertThat(route.names()).containsExactly("chat.example"));
        assertThat(routes(Role.HOUSE, Map.of("traefik.tcp.routers.x.rule", "HostSNI(`*`)")))
                .singleElement()
                .satisfies(route -> assertThat(route.names()).isEmpty());
        assertThat(routes(Role.HOUSE, Map.of("traefik.enable", "true")))
                .as("by the default rule")
                .hasSize(1);
        assertThat(routes(Role.OTHERS, Map.of("traefik.enable", "true"))).isEmpty();
        assertThat(routes(Role.OTHERS, Map.of(RULE, "Host(`blog.example`)"))).isEmpty();
    }

    @Test
    void takesARuleForANameOnlyWhereItAnswersToNoOther() {
        assertThat(names("Host(`chat.example`) && PathPrefix(`/x`)")).containsExactly("chat.example");
        assertThat(names("Host(`chat.example`) || Host(`b.example`)")).containsExactly("chat.example", "b.example");
        assertThat(names("Host(`chat.example`) || PathPrefix(`/`)")).isEmpty();
        assertThat(names("PathPrefix(`/`) || Host(`chat.example`)")).isEmpty();
        assertThat(names("!Host(`chat.example`)")).isEmpty();
        assertThat(names("Host(`chat.example`) && HostRegexp(`.*`)")).isEmpty();
        assertThat(names("PathPrefix(`/`)")).isEmpty();
    }

    private static List<String> names(String rule) {
        return routes(Role.HOUSE, Map.of(RULE, rule)).getFirst().names();
    }
}
