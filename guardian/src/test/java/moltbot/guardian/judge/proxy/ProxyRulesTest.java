package moltbot.guardian.judge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import moltbot.guardian.fact.proxy.ProxyConfig;
import moltbot.guardian.fact.proxy.ProxyConfig.Admin;
import moltbot.guardian.fact.proxy.ProxyConfig.Route;
import moltbot.guardian.fact.proxy.ProxyConfig.Trust;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Finding.Action;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyRulesTest {
    @ParameterizedTest
    @CsvSource({
        "*:443, home.example, true",
        "*:443, evil.example, false",
        "*:443, home.example evil.example, false",
        "*:443, '', false",
        "192.168.1.5:8443, '', true",
        "192.168.1.6:8443, '', false",
        "'', '', false",
        "127.0.0.1:8080, '', true",
        "[::1]:8080, '', true",
        "unix:/run/x.sock, '', true",
    })
    void judgesAWayToThePanelByWhatTheOwnerDeclared(String listen, String names, boolean well) {
        UndeclaredRoute rule = new UndeclaredRoute(
                List.of(
                        new UndeclaredRoute.Place("https://home.example", 3000, true),
                        new UndeclaredRoute.Place("https://hooks.example", 3443, false)),
                (address, port) -> address.equals("192.168.1.5") && port == 8443);
        List<String> all = names.isEmpty() ? List.of() : List.of(names.split(" ", 5));
        Route route = new Route("nginx", listen, all, "http://127.0.0.1:3000", "nginx.conf:7");
        List<Finding> findings = rule.judge(new ProxyConfig(List.of(route), List.of(), List.of(), List.of()));
        assertThat(findings.isEmpty()).isEqualTo(well);
        assertThat(findings).allMatch(finding -> finding.action() == Action.TRIP);
    }

    private static boolean isDeclared(String name, String target) {
        UndeclaredRoute rule = new UndeclaredRoute(
                List.of(
                        new UndeclaredRoute.Place("https://home.example", 3000, true),
                        new UndeclaredRoute.Place("https://hooks.example", 3443, false)),
                (_, _) -> false);
        Route route = new Route("nginx", "*:443", List.of(name.split(" ", 5)), target, "nginx.conf:7");
        return rule.judge(new ProxyConfig(List.of(route), List.of(), List.of(), List.of()))
                .isEmpty();
    }

    /// Who may call is not who may sign in: a name of one must not lead to the other.
    @Test
    void aNameIsDeclaredForItsOwnListenerAlone() {
        assertThat(isDeclared("hooks.example", "http://127.0.0.1:3443")).isTrue();
        assertThat(isDeclared("hooks.example", "127.0.0.1:3443")).isTrue();
        assertThat(isDeclared("home.example", "http://127.0.0.1:3000")).isTrue();
        assertThat(isDeclared("home.example", "http://moltbot")).isTrue();

        assertThat(isDeclared("hooks.example", "http://127.0.0.1:3000")).isFalse();
        assertThat(isDeclared("hooks.example", "http://127.0.0.1:3000/hooks/")).isFalse();
        assertThat(isDeclared("hooks.example home.example", "http://127.0.0.1:3000"))
                .isFalse();
        assertThat(isDeclared("hooks.example", "http://moltbot")).isFalse();
        assertThat(isDeclared("home.example", "http://127.0.0.1:3443")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"true, TRIP", "false, WARN"})
    void blindTrustCountsWhereTheProxyLeadsToUs(boolean toUs, Action action) {
        Trust trust = new Trust("traefik", "forwardedHeaders.insecure", "traefik.yml:7", toUs);
        assertThat(new BlindTrust().judge(new ProxyConfig(List.of(), List.of(trust), List.of(), List.of())))
                .singleElement()
                .extracting(Finding::action)
                .isEqualTo(action);
    }

    @ParameterizedTest
    @CsvSource({"true, EXPOSURE", "false, WARN"})
    void anOpenDoorCountsWhereTheProxyLeadsToUs(boolean toUs, Action action) {
        Admin admin = new Admin("caddy", "0.0.0.0:2019", "/config/ was answered 200", toUs);
        assertThat(new OpenAdmin().judge(new ProxyConfig(List.of(), List.of(), List.of(admin), List.of())))
                .singleElement()
                .extracting(Finding::action)
                .isEqualTo(action);
    }

    @Test
    void whatCannotBeReadIsOnlySaid() {
        ProxyConfig config = new ProxyConfig(List.of(), List.of(), List.of(), List.of("/etc/nginx/nginx.conf: no"));
        assertThat(new UndeclaredRoute(List.of(), (address, port) -> false).judge(config))
                .singleElement()
                .extracting(Finding::action)
                .isEqualTo(Action.WARN);
    }
}
