package moltbot.guardian.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.IpAddress.Scope;
import moltbot.guardian.fact.Listener;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.fact.Owner;
import moltbot.guardian.fact.Probe;
import moltbot.guardian.fact.Probe.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
    private static final Declared DECLARED = Declared.parse("127.0.0.1:3000");

    @ParameterizedTest
    @CsvSource({
        "breaker, 127.0.0.1, 3000, ''",
        "breaker, 127.0.0.1, 3001, L1",
        "breaker, 0.0.0.0, 3000, L2",
        "breaker, ::, 3000, L2",
        "breaker, 192.168.1.7, 3000, L2",
        "breaker, ::1, 3000, L1",
        "control, 127.0.0.1, 3000, L5",
        "control, 127.0.0.1, 5005, L1 L5",
        "control, ::ffff:0.0.0.0, 80, L2 L5",
        "supervisor, ::1, 4000, L1 L5",
    })
    void judgesAListenerOfOurs(String owner, String address, int port, String checks) {
        Listeners.Ours ours = new Listeners.Ours(
                new Listener(endpoint(address, port), 1000, 9), new Owner(5, owner, owner.equals("breaker")));
        assertThat(checks(new Listeners(List.of(ours), List.of(), List.of()))).isEqualTo(checks);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 3000, L4",
        "0.0.0.0, 3000, L4",
        "::, 3000, L4",
        "192.168.1.7, 3000, ''",
        "0.0.0.0, 80, ''",
    })
    void judgesAListenerOfAnotherProgram(String address, int port, String checks) {
        Listener foreign = new Listener(endpoint(address, port), 1000, 9);
        assertThat(checks(new Listeners(List.of(), List.of(foreign), List.of())))
                .isEqualTo(checks);
        assertThat(checks(new Listeners(List.of(), List.of(), List.of(foreign))))
                .isEmpty();
    }

    @Test
    void aForeignWildcardBesideOursTakesNothing() {
        Listeners.Ours ours =
                new Listeners.Ours(new Listener(endpoint("127.0.0.1", 3000), 1000, 9), new Owner(5, "breaker", true));
        Listener foreign = new Listener(endpoint("0.0.0.0", 3000), 1000, 10);
        assertThat(checks(new Listeners(List.of(ours), List.of(foreign), List.of())))
                .isEmpty();
    }

    @Test
    void findsAnotherUsersProgramOnTheOtherLocalhost() {
        Listeners.Ours ours =
                new Listeners.Ours(new Listener(endpoint("127.0.0.1", 3000), 1000, 9), new Owner(5, "breaker", true));
        Listener theirs = new Listener(endpoint("::1", 3000), 1001, 10);
        Listener owners = new Listener(endpoint("::1", 3000), 1000, 11);
        assertThat(checks(new Listeners(List.of(ours), List.of(theirs), List.of())))
                .isEqualTo("L4");
        assertThat(checks(new Listeners(List.of(ours), List.of(owners), List.of())))
                .isEmpty();
    }

    @Test
    void aDeclaredWildcardIsStillAWildcard() {
        Listeners.Ours ours =
                new Listeners.Ours(new Listener(endpoint("0.0.0.0", 3000), 1000, 9), new Owner(5, "breaker", true));
        Declared wide = Declared.parse("0.0.0.0:3000");
        assertThat(new WideBind(wide).judge(new Listeners(List.of(ours), List.of(), List.of())))
                .hasSize(1);
    }

    @Test
    void aDeclaredLanAddressPasses() {
        Listeners.Ours ours =
                new Listeners.Ours(new Listener(endpoint("192.168.1.7", 3000), 1000, 9), new Owner(5, "breaker", true));
        Declared lan = Declared.parse("192.168.1.7:3000");
        assertThat(new WideBind(lan).judge(new Listeners(List.of(ours), List.of(), List.of())))
                .isEmpty();
        assertThat(new UndeclaredListener(lan).judge(new Listeners(List.of(ours), List.of(), List.of())))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/, 303, /sign-in, true",
        "/, 303, /sign-in?next=/, true",
        "/, 303, /sign-in.evil.example, false",
        "/, 303, //evil.example/sign-in, false",
        "/, 303, /sign-in/../api, false",
        "/, 302, /sign-in, false",
        "/, 200, '', false",
        "/sign-in, 200, '', true",
        "/sign-in/app.js, 200, '', true",
        "/auth/state, 200, '', true",
        "/auth/session, 200, '', false",
        "/api/overview, 401, '', true",
        "/api/overview, 403, '', true",
        "/api/overview, 404, '', true",
        "/api/overview, 405, '', true",
        "/api/overview, 421, '', true",
        "/api/overview, 429, '', true",
        "/api/overview, 503, '', true",
        "/api/overview, 500, '', false",
        "/api/overview, 101, '', false",
        "/api/overview, 204, '', false",
        "/api/overview, 0, '', false",
    })
    void judgesWhatAStrangerGets(String path, int status, String location, boolean well) {
        Probe probe = new Probe(
                endpoint("127.0.0.1", 3000), "GET " + path, path, new Answer.Replied(status, location, false));
        assertThat(new Unauthenticated("").judge(List.of(probe)).isEmpty()).isEqualTo(well);
    }

    @Test
    void thePanelsMarkIsFoundWhateverTheStatus() {
        Probe probe = new Probe(endpoint("127.0.0.1", 3000), "GET /", "/", new Answer.Replied(503, "", true));
        assertThat(new Unauthenticated("").judge(List.of(probe))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, WILDCARD",
        "::, WILDCARD",
        "127.1.2.3, LOOPBACK",
        "::1, LOOPBACK",
        "10.0.0.1, PRIVATE",
        "172.16.0.1, PRIVATE",
        "172.32.0.1, GLOBAL",
        "192.168.9.9, PRIVATE",
        "100.64.0.1, PRIVATE",
        "100.128.0.1, GLOBAL",
        "169.254.1.1, LINK_LOCAL",
        "fe80::1, LINK_LOCAL",
        "fd00::1, PRIVATE",
        "fc00::1, PRIVATE",
        "2001:db8::1, GLOBAL",
        "8.8.8.8, GLOBAL",
    })
    void classifiesAddressesItself(String address, Scope scope) {
        assertThat(endpoint(address, 1).address().scope()).isEqualTo(scope);
    }

    @Test
    void refusesAnAddressToListenOnThatIsNone() {
        for (String bad : List.of("", "3000", ":3000", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536")) {
            assertThatThrownBy(() -> Declared.parse(bad)).isInstanceOf(ContractException.class);
        }
        assertThat(Declared.parse("[::1]:3000").endpoints()).hasSize(1);
    }

    @Test
    void aSweepIsAsOldAsItsOldestResultAndItsDigestIsOverAllOfThem() {
        CheckResult old = new CheckResult("L1", 100, List.of());
        CheckResult fresh = new CheckResult("L2", 900, List.of());
        Sweep sweep = Sweep.of(3, List.of(old, fresh), 1000);
        assertThat(sweep.startedNanos()).isEqualTo(100);
        assertThat(sweep.oldest()).isEqualTo(Duration.ofNanos(900));
        assertThat(sweep.clear()).isTrue();
        Finding finding = Finding.trip("L2", "x", "reason", "evidence");
        Sweep found = Sweep.of(3, List.of(old, new CheckResult("L2", 900, List.of(finding))), 1000);
        assertThat(found.clear()).isFalse();
        assertThat(found.digest()).isNotEqualTo(sweep.digest());
    }

    private static String checks(Listeners listeners) {
        List<String> checks = new ArrayList<>();
        List<Rule<Listeners>> rules = List.of(
                new UndeclaredListener(DECLARED), new WideBind(DECLARED), new Squatter(DECLARED), new CoreReachable());
        for (Rule<Listeners> rule : rules) {
            for (Finding finding : rule.judge(listeners)) {
                assertThat(finding.check()).isEqualTo(rule.id());
                checks.add(finding.check());
            }
        }
        return String.join(" ", checks);
    }

    private static Endpoint endpoint(String address, int port) {
        return new Endpoint(IpAddress.of(InetAddress.ofLiteral(address)), port);
    }
}
