package moltbot.guardian.observe.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.network.Surround;
import moltbot.guardian.judge.network.NewNetwork;
import moltbot.guardian.observe.network.Uplink.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A laptop and a home server through days of changes, in a clock of their own.
class SurroundObserverTest {
    private static final IpAddress ROUTER = IpAddress.v4(0xc0a80101);
    private static final Endpoint LAN = new Endpoint(IpAddress.v4(0xc0a80105), 3000);
    private static final Endpoint HERE = new Endpoint(IpAddress.v4(0x7f000001), 3000);
    private static final Uplink HOME = wifi("aa:aa", "192.168.1.0");
    private static final Uplink CAFE = wifi("cc:cc", "192.168.1.0");

    @TempDir
    Path folder;

    private long now;
    private List<Uplink> there = List.of(HOME);
    private int moved;

    @Test
    void aCafeWithTheRangeOfHomeIsNew() {
        SurroundObserver observer = observer(LAN);
        assertThat(found(observer)).isZero();
        there = List.of(CAFE);
        assertThat(found(observer)).isEqualTo(1);
        assertThat(moved).isEqualTo(1);
    }

    @Test
    void whatTheOwnerResetAfterIsKnownFromThenOnAlsoAfterARestart() {
        SurroundObserver observer = observer(LAN);
        found(observer);
        there = List.of(CAFE);
        assertThat(found(observer)).isEqualTo(1);
        assertThat(found(observer(LAN))).as("a restart before it was known").isEqualTo(1);
        found(observer);
        pass(SurroundObserver.SETTLED.plus(SurroundObserver.KNOWN_AFTER));
        assertThat(found(observer)).isZero();
        assertThat(found(observer(LAN))).as("a restart after").isZero();
        there = List.of(HOME);
        assertThat(found(observer)).as("home again").isZero();
    }

    @Test
    void anotherPlaceToListenMeansTheNetworksOfThatMoment() {
        found(observer(LAN));
        there = List.of(CAFE);
        assertThat(found(observer(new Endpoint(LAN.address(), 3001)))).isZero();
    }

    @Test
    void loopbackAloneIsNeverTrippedButLookedAtAnew() {
        SurroundObserver observer = observer(HERE);
        found(observer);
        there = List.of(CAFE);
        assertThat(found(observer)).isZero();
        assertThat(moved).isEqualTo(1);
        assertThat(folder.resolve("networks.json")).doesNotExist();
    }

    @Test
    void aSecondAddressAndAVpnAreNew() {
        SurroundObserver observer = observer(LAN);
        found(observer);
        there = List.of(HOME, new Uplink("wg0", Map.of(), List.of(range("10.9.0.0", 24))));
        assertThat(found(observer)).as("a moment").isZero();
        pass(SurroundObserver.SETTLED);
        assertThat(found(observer)).isEqualTo(1);
        there = List.of(
                new Uplink(HOME.device(), HOME.gateways(), List.of(range("192.168.1.0", 24), range("10.77.0.0", 24))));
        found(observer);
        pass(SurroundObserver.SETTLED);
        assertThat(found(observer)).isEqualTo(1);
    }

    @Test
    void whatHomesDoByThemselvesIsNotNew() {
        SurroundObserver observer = observer(LAN);
        found(observer);
        Range v6 = new Range(new IpAddress(0x20010db800000001L, 0), 64);
        Range nextDay = new Range(new IpAddress(0x20010db800000777L, 0), 64);
        List<List<Uplink>> days = List.of(
                List.of(),
                List.of(new Uplink("wlan0", Map.of(), List.of(range("192.168.1.0", 24)))),
                List.of(HOME),
                List.of(new Uplink("wlan0", HOME.gateways(), List.of(range("192.168.1.0", 24), v6))),
                List.of(new Uplink("wlan0", HOME.gateways(), List.of(range("192.168.1.0", 24), nextDay))),
                List.of(wifi("aa:aa", "192.168.0.0")),
                List.of(new Uplink("eth0", HOME.gateways(), HOME.ranges()), HOME));
        for (int i = 0; i < 200; i++) {
            there = days.get(i % days.size());
            pass(Duration.ofSeconds(3));
            assertThat(found(observer)).as("change %d: %s", i, there).isZero();
        }
    }

    @Test
    void aGatewayThatIsMetOnlyAfterTheStartIsTheOneOfTheStart() {
        there = List.of(new Uplink("wlan0", Map.of(), HOME.ranges()));
        SurroundObserver observer = observer(LAN);
        found(observer);
        there = List.of(HOME);
        assertThat(found(observer)).isZero();
        assertThat(moved).as("that is no move").isZero();
        there = List.of(new Uplink("wlan0", Map.of(), HOME.ranges()));
        found(observer);
        there = List.of(HOME);
        found(observer);
        assertThat(moved).as("nor is a gateway that was silent").isZero();
        there = List.of(CAFE);
        assertThat(found(observer)).isEqualTo(1);
        assertThat(moved).isEqualTo(1);
    }

    @Test
    void aFileThatCannotBeReadKnowsNothing() throws Exception {
        Files.writeString(folder.resolve("networks.json"), "{");
        assertThat(found(observer(LAN))).isEqualTo(1);
    }

    private static Uplink wifi(String hardware, String range) {
        IpAddress router = range.equals("192.168.1.0") ? ROUTER : IpAddress.v4(0xc0a80001);
        return new Uplink("wlan0", Map.of(router, hardware), List.of(range(range, 24)));
    }

    private static Range range(String address, int bits) {
        return new Range(IpAddress.of(java.net.InetAddress.ofLiteral(address)), bits + 96);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private SurroundObserver observer(Endpoint declared) {
        return new SurroundObserver(
                () -> new ProcRoutes.View(there, List.of()),
                () -> Listeners.NONE,
                Set.of(declared),
                new NetworkFile(folder, declared.toString()),
                () -> now,
                () -> moved++);
    }

    private static int found(SurroundObserver observer) {
        return switch (observer.observe()) {
            case Observation.Seen<Surround>(Surround surround) ->
                new NewNetwork().judge(surround).size();
            case Observation.Partial<Surround> partial -> throw new AssertionError(partial);
            case Observation.Unobservable<Surround>(String why) -> throw new AssertionError(why);
        };
    }
}
