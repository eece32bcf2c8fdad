package moltbot.guardian.judge.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.docker.Container;
import moltbot.guardian.fact.docker.Container.Mount;
import moltbot.guardian.fact.docker.Container.Port;
import moltbot.guardian.fact.docker.Container.Power;
import moltbot.guardian.fact.docker.Container.Role;
import moltbot.guardian.fact.docker.Daemons;
import moltbot.guardian.fact.docker.Engine;
import moltbot.guardian.fact.docker.Engines;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Finding.Action;
import moltbot.guardian.judge.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerRulesTest {
    private static final List<Rule<Engines>> RULES = List.of(
            new PublishedPort((host, port) -> host.equals("192.168.1.5") && port == 3000, false),
            new LeakyLoopback(false),
            new EngineSocket(false),
            new Powers(Set.of("/home/me/moltbot/data"), false),
            new WideProxy(false),
            new OldEngine(false));

    @ParameterizedTest
    @CsvSource({
        "HOUSE, '', D1",
        "HOUSE, 0.0.0.0, D1",
        "HOUSE, ::, D1",
        "HOUSE, 192.168.1.6, D1",
        "HOUSE, 192.168.1.5, ''",
        "HOUSE, 127.0.0.1, ''",
        "HOUSE, ::1, ''",
        "SANDBOX, 127.0.0.1, D1",
        "SANDBOX, 192.168.1.5, D1",
        "OTHERS, 0.0.0.0, ''",
    })
    void judgesAPublishedPort(Role role, String host, String checks) {
        assertThat(checks(container(role, List.of(new Port(host, 3000, 3000, "tcp")), List.of(), List.of()), "28.5.2"))
                .isEqualTo(checks);
    }

    @ParameterizedTest
    @CsvSource({
        "20.10.24+dfsg1, D2",
        "27.5.1, D2",
        "28.0.0, ''",
        "28.1.1, ''",
        "28.2.0, D2",
        "28.3.2, D2",
        "28.3.3, ''",
        "29.0.1, ''",
        "nonsense, D2",
    })
    void judgesALoopbackPortByTheEnginesVersion(String version, String checks) {
        Port port = new Port("127.0.0.1", 3000, 3000, "tcp");
        assertThat(checks(container(Role.HOUSE, List.of(port), List.of(), List.of()), version))
                .isEqualTo(checks);
        assertThat(checks(container(Role.OTHERS, List.of(port), List.of(), List.of()), version))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "HOUSE, /var/run/docker.sock, EXPOSURE",
        "HOUSE, /run/user/1000/podman/podman.sock, EXPOSURE",
        "SANDBOX, /run/containerd/containerd.sock, EXPOSURE",
        "HOUSE, /var/run, EXPOSURE",
        "HOUSE, /, EXPOSURE",
        "OTHERS, /var/run/docker.sock, WARN",
        "HOUSE, /home/me/moltbot/data, ''",
    })
    void judgesAnEnginesSocketByWhoHasIt(Role role, String source, String action) {
        Mount mount = new Mount("volume", source, "/x", false);
        List<Finding> findings =
                new EngineSocket(false).judge(engines(container(role, List.of(), List.of(mount), List.of()), "28.5.2"));
        assertThat(findings.isEmpty() ? "" : findings.getFirst().action().name())
                .isEqualTo(action);
    }

    @Test
    void anEnginesSocketInOurOwnContainerIsFound() {
        Engines engines = new Engines(List.of(), List.of(), "/run/docker.sock", List.of());
        assertThat(new EngineSocket(true).judge(engines))
                .singleElement()
                .extracting(Finding::action)
                .isEqualTo(Action.EXPOSURE);
    }

    @ParameterizedTest
    @CsvSource({
        "HOUSE, /home/me/moltbot/data, ''",
        "SANDBOX, /home/me/moltbot/data, D5",
        "HOUSE, /etc/ssl, D5",
        "HOUSE, /home/me, D5",
        "HOUSE, /srv/moltbot, ''",
        "OTHERS, /etc, ''",
    })
    void judgesAFolderOfTheMachine(Role role, String source, String checks) {
        Mount mount = new Mount("bind", source, "/x", false);
        assertThat(checks(container(role, List.of(), List.of(mount), List.of()), "28.5.2"))
                .isEqualTo(checks);
    }

    @Test
    void everyPowerOfATaskIsTooMuchAndOfTheOwnersOthersNone() {
        for (Power.Kind kind : Power.Kind.values()) {
            List<Power> powers = List.of(new Power(kind, "NET_BIND_SERVICE"));
            assertThat(checks(container(Role.SANDBOX, List.of(), List.of(), powers), "28.5.2"))
                    .isEqualTo("D5");
            assertThat(checks(container(Role.HOUSE, List.of(), List.of(), powers), "28.5.2"))
                    .isEqualTo(kind == Power.Kind.CAPABILITY ? "" : "D5");
            assertThat(checks(container(Role.OTHERS, List.of(), List.of(), powers), "28.5.2"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"true, TRIP", "false, WARN"})
    void judgesASocketProxyByWhoIsNear(boolean near, Action action) {
        Engines.SocketProxy proxy = new Engines.SocketProxy("proxy", near, List.of("/containers/json"));
        Engines.SocketProxy shut = new Engines.SocketProxy("proxy", near, List.of());
        assertThat(new WideProxy(false).judge(new Engines(List.of(), List.of(), "", List.of(proxy, shut))))
                .singleElement()
                .extracting(Finding::action)
                .isEqualTo(action);
    }

    @ParameterizedTest
    @CsvSource({
        "1.1.5+ds1, true",
        "1.2.7, true",
        "1.2.8, false",
        "1.3.0-rc.1, true",
        "1.3.2, true",
        "1.3.3, false",
        "1.4.0-rc.2, true",
        "1.4.0-rc.3, false",
        "1.4.0, false",
    })
    void knowsTheVersionsOfRuncThatLetContainersOut(String version, boolean broken) {
        assertThat(OldEngine.broken(Version.parse(version).orElseThrow())).isEqualTo(broken);
    }

    @Test
    void anEngineByTcpTripsWhereItAnswersAndIsSaidWhereItIsOnlyConfigured() {
        Endpoint endpoint = new Endpoint(IpAddress.of(InetAddress.ofLiteral("127.0.0.1")), 2375);
        assertThat(new DaemonByTcp().judge(new Daemons(List.of(endpoint), List.of("daemon.json: tcp://0.0.0.0:2375"))))
                .singleElement()
                .extracting(Finding::action)
                .isEqualTo(Action.EXPOSURE);
        assertThat(new DaemonByTcp().judge(new Daemons(List.of(), List.of("daemon.json: tcp://0.0.0.0:2375"))))
                .singleElement()
                .extracting(Finding::action)
                .isEqualTo(Action.WARN);
    }

    @Test
    void blindnessTripsOnlyWhereSomethingOfOursRunsInAContainer() {
        assertThat(new PublishedPort((host, port) -> false, true).whenBlind()).isEqualTo(Action.TRIP);
        assertThat(new PublishedPort((host, port) -> false, false).whenBlind()).isEqualTo(Action.WARN);
        Engines hidden = new Engines(List.of(), List.of("/var/run/docker.sock: Permission denied"), "", List.of());
        List<Finding> findings = new ArrayList<>();
        RULES.forEach(rule -> findings.addAll(rule.judge(hidden)));
        assertThat(findings).singleElement().extracting(Finding::action).isEqualTo(Action.WARN);
    }

    private static String checks(Container container, String version) {
        List<String> checks = new ArrayList<>();
        for (Rule<Engines> rule : RULES) {
            for (Finding finding : rule.judge(engines(container, version))) {
                checks.add(finding.check());
            }
        }
        return String.join(" ", checks);
    }

    private static Engines engines(Container container, String version) {
        Map<String, String> components = Map.of("engine", version, "runc", "1.3.3");
        return new Engines(
                List.of(new Engine("/var/run/docker.sock", components, List.of(container))), List.of(), "", List.of());
    }

    private static Container container(Role role, List<Port> ports, List<Mount> mounts, List<Power> powers) {
        return new Container("0123456789ab", "x", "image", role, ports, mounts, List.of(), List.of(), powers, Map.of());
    }
}
