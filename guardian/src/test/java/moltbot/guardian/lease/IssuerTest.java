package moltbot.guardian.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.contract.lease.LeaseLock;
import moltbot.contract.lease.VerifiedLease;
import moltbot.guardian.judge.CheckResult;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Sweep;
import org.junit.jupiter.api.Test;

/// In virtual time, judged by the real lock.
class IssuerTest {
    private static final byte[] KEY = new byte[32];
    private static final JsonObject CLOSED = state(7, "CLOSED", JsonValue.NULL);
    private static final JsonObject TRIPPED =
            state(8, "OPEN", JsonObject.with("id", "t1").build());

    private long nanos = Duration.ofHours(1).toNanos();
    private long wall = 1_800_000_000_000L;
    private final FakeEvidence evidence = new FakeEvidence();
    private final BreakerView breaker = new BreakerView(() -> nanos);
    private final Issuer issuer =
            new Issuer(evidence, breaker, new ClockWatch(() -> wall, () -> nanos), () -> nanos, "g", "boot");

    @Test
    void givesALeaseThatTheLockTakes() {
        breaker.heard(CLOSED, true, nanos);
        VerifiedLease lease = accepted("spawner");
        assertThat(lease.epoch()).isEqualTo(7);
        assertThat(lease.sweepNanos()).isEqualTo(evidence.sweep.orElseThrow().startedNanos());
        assertThat(lease.digest()).isEqualTo(evidence.sweep.orElseThrow().digest());
    }

    @Test
    void everyLeaseIsNewerThanTheLast() {
        breaker.heard(CLOSED, true, nanos);
        LeaseLock lock = new LeaseLock("spawner", KEY, "boot", () -> nanos);
        for (int i = 0; i < 3; i++) {
            lock.accept(given("spawner"));
        }
        assertThat(lock.fresh()).isTrue();
    }

    @Test
    void nobodyGetsOneWithoutASweep() {
        breaker.heard(CLOSED, true, nanos);
        evidence.sweep = Optional.empty();
        for (String lock : List.of("breaker", "gateway", "spawner")) {
            assertThat(issuer.decide(lock, KEY)).isInstanceOf(Decision.Withhold.class);
        }
    }

    @Test
    void everybodyLosesTheirsWhileSomethingMustTrip() {
        breaker.heard(CLOSED, true, nanos);
        evidence.alarmed = true;
        for (String lock : List.of("breaker", "gateway", "spawner")) {
            assertThat(issuer.decide(lock, KEY)).isInstanceOf(Decision.End.class);
        }
    }

    @Test
    void aSweepWithAFindingGivesNoneEvenBeforeTheAlarmIsHeard() {
        breaker.heard(CLOSED, true, nanos);
        Finding finding = Finding.trip("L2", "x", "reason", "evidence");
        evidence.sweep = Optional.of(Sweep.of(1, List.of(new CheckResult("L2", nanos, List.of(finding))), nanos));
        assertThat(issuer.decide("breaker", KEY)).isInstanceOf(Decision.End.class);
    }

    @Test
    void whileTrippedOnlyTheBreakerGetsOne() {
        breaker.heard(TRIPPED, true, nanos);
        assertThat(given("breaker")).isNotEmpty();
        assertThat(issuer.decide("gateway", KEY)).isInstanceOf(Decision.End.class);
        assertThat(issuer.decide("spawner", KEY)).isInstanceOf(Decision.End.class);
    }

    @Test
    void withoutTheBreakerOrItsAnswersNobodyGetsOne() {
        assertThat(issuer.decide("spawner", KEY)).isInstanceOf(Decision.Withhold.class);
        breaker.heard(CLOSED, true, nanos);
        assertThat(given("spawner")).isNotEmpty();
        pass(Duration.ofSeconds(4));
        assertThat(issuer.decide("spawner", KEY)).isInstanceOf(Decision.Withhold.class);
        breaker.heard(CLOSED, false, nanos);
        assertThat(given("spawner")).isNotEmpty();
        breaker.lost();
        assertThat(issuer.decide("spawner", KEY)).isInstanceOf(Decision.Withhold.class);
    }

    @Test
    void whatLayUnreadWhileThisProcessStoodStillIsAsOldAsItsQuestion() {
        breaker.heard(CLOSED, true, nanos);
        long asked = nanos;
        pass(Duration.ofSeconds(30));
        breaker.heard(CLOSED, false, asked);
        assertThat(issuer.decide("spawner", KEY)).isInstanceOf(Decision.Withhold.class);
        assertThat(issuer.decide("breaker", KEY)).isInstanceOf(Decision.End.class);
    }

    @Test
    void afterASilenceTheBreakersExchangeIsOpenedAnewSinceItAnswersLeasesOnly() {
        breaker.heard(CLOSED, true, nanos);
        pass(Duration.ofSeconds(8));

        assertThat(issuer.decide("breaker", KEY)).isInstanceOf(Decision.End.class);
    }

    @Test
    void aFrameThatWasUnderWayWhenTheBreakerTrippedChangesNothing() {
        breaker.heard(CLOSED, true, nanos);
        breaker.tripped(8);
        assertThat(breaker.heard(CLOSED, false, nanos)).isEqualTo(BreakerView.News.OUTDATED);
        assertThat(issuer.decide("spawner", KEY)).isInstanceOf(Decision.End.class);
        assertThat(breaker.heard(state(1, "OPEN", JsonValue.NULL), true, nanos)).isEqualTo(BreakerView.News.CHANGED);
    }

    @Test
    void afterTheMachineSleptOrItsClockWasSetAFreshSweepIsDemandedOnce() {
        breaker.heard(CLOSED, true, nanos);
        given("breaker");
        assertThat(evidence.demanded).isZero();
        pass(Duration.ofSeconds(1));
        given("breaker");
        assertThat(evidence.demanded).isZero();
        wall += 2_500;
        issuer.decide("breaker", KEY);
        assertThat(evidence.demanded).isEqualTo(1);
        wall -= 60_000;
        issuer.decide("breaker", KEY);
        issuer.decide("breaker", KEY);
        assertThat(evidence.demanded).isEqualTo(2);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
        wall += time.toMillis();
    }

    private String given(String lock) {
        if (issuer.decide(lock, KEY) instanceof Decision.Give(String sealed)) {
            return sealed;
        }
        throw new AssertionError("no lease");
    }

    private VerifiedLease accepted(String lock) {
        return new LeaseLock(lock, KEY, "boot", () -> nanos).accept(given(lock));
    }

    private static JsonObject state(long epoch, String state, JsonValue trip) {
        return JsonObject.with("epoch", epoch)
                .with("state", state)
                .with("trip", trip)
                .build();
    }

    private final class FakeEvidence implements Evidence {
        private Optional<Sweep> sweep =
                Optional.of(Sweep.of(1, List.of(new CheckResult("L2", nanos - 5, List.of())), nanos));
        private boolean alarmed;
        private int demanded;

        @Override
        public Optional<Sweep> sweep() {
            return sweep;
        }

        @Override
        public String objection() {
            return "none";
        }

        @Override
        public boolean alarmed() {
            return alarmed;
        }

        @Override
        public void demandFresh() {
            demanded++;
        }

        @Override
        public void refresh() {
            throw new AssertionError("not asked for here");
        }

        @Override
        public void standsTripped(String trip, String check) {
            throw new AssertionError("not asked for here");
        }

        @Override
        public void notTripped() {
            throw new AssertionError("not asked for here");
        }
    }
}
