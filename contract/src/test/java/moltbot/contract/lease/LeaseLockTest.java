package moltbot.contract.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import org.junit.jupiter.api.Test;

final class LeaseLockTest {
    private final AtomicLong now = new AtomicLong(Leases.SECOND);
    private final LeaseLock lock = new LeaseLock("breaker", Leases.key(), "boot-1", now::get);

    private void assertRefused(Lease lease, String why) {
        assertThatThrownBy(() -> lock.accept(lease.seal(Leases.key())))
                .hasMessageContaining(why)
                .isInstanceOfSatisfying(ContractException.class, e -> {
                    assertThat(e.code()).isEqualTo(Code.UNAUTHENTICATED);
                    assertThat(e.reason()).isEqualTo("bad-lease");
                });
    }

    private VerifiedLease accept(Lease lease) {
        return lock.accept(lease.seal(Leases.key()));
    }

    @Test
    void sealsAsTheGoldenVectorSays() {
        assertThat(new Lease(
                                "breaker",
                                "g1",
                                7,
                                42,
                                "boot-1",
                                9,
                                900_000_000,
                                Duration.ofMillis(1_500),
                                "ab".repeat(32),
                                Leases.SECOND,
                                Lease.MAX_LIFE)
                        .seal(Leases.key()))
                .isEqualTo("eyJsb2NrIjoiYnJlYWtlciIsImd1YXJkaWFuIjoiZzEiLCJlcG9jaCI6Nywic2VxdWVuY2UiOjQyLCJib290SWQiOi"
                        + "Jib290LTEiLCJzd2VlcCI6OSwic3dlZXBOYW5vcyI6OTAwMDAwMDAwLCJvbGRlc3RDaGVja01pbGxpcyI6MTUwMCwi"
                        + "ZGlnZXN0IjoiYWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFiYWJhYm"
                        + "FiYWJhYiIsImlzc3VlZE5hbm9zIjoxMDAwMDAwMDAwLCJsaWZlTWlsbGlzIjo1MDAwfQ.qP0vG9yAAujYL_3bpxny8"
                        + "JfE_GUnXeTXyYObj60YXyU");
    }

    @Test
    void permitsNothingWithoutALease() {
        assertThat(lock.fresh()).isFalse();
        assertThat(lock.age()).isEmpty();
        assertThat(lock.remaining()).isZero();
    }

    @Test
    void holdsUntilTheLeaseRunsOutAndNoLonger() {
        accept(Leases.lease("g", 7, 1, Leases.SECOND));

        now.addAndGet(Lease.MAX_LIFE.toNanos() - 1);
        assertThat(lock.fresh()).isTrue();
        assertThat(lock.remaining()).isEqualTo(Duration.ofNanos(1));
        now.incrementAndGet();
        assertThat(lock.fresh()).isFalse();
        assertThat(lock.age()).contains(Lease.MAX_LIFE);
    }

    @Test
    void refusesWhatTheGuardianDidNotSeal() {
        byte[] other = Leases.key();
        other[0] ^= 1;
        assertThatThrownBy(
                        () -> lock.accept(Leases.lease("g", 7, 1, Leases.SECOND).seal(other)))
                .isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> lock.accept("")).isInstanceOf(ContractException.class);
        assertThat(lock.fresh()).isFalse();
    }

    @Test
    void refusesALeaseForAnotherLockOrBoot() {
        Lease good = Leases.lease("g", 7, 1, Leases.SECOND);
        assertRefused(Leases.with(good, "spawner", "boot-1", good.sweepNanos(), good.life()), "it is for spawner");
        assertRefused(Leases.with(good, "breaker", "boot-2", good.sweepNanos(), good.life()), "another boot");
    }

    @Test
    void refusesALeaseWhoseTimeHasPassedOrNotCome() {
        now.set(100 * Leases.SECOND);
        assertRefused(Leases.lease("g", 7, 1, 95 * Leases.SECOND - 1), "time has passed");
        assertRefused(Leases.lease("g", 7, 2, 100 * Leases.SECOND + 50_000_001), "time has passed");
        accept(Leases.lease("g", 7, 3, 100 * Leases.SECOND + 50_000_000));
    }

    @Test
    void refusesALifeThatIsTooLongOrLessThanNothing() {
        Lease good = Leases.lease("g", 7, 1, Leases.SECOND);
        for (Duration life : List.of(
                Lease.MAX_LIFE.plusMillis(1),
                Duration.ofMillis(-1),
                Duration.ofMillis(Long.MAX_VALUE),
                Duration.ofMillis(Long.MIN_VALUE))) {
            assertRefused(Leases.with(good, "breaker", "boot-1", good.sweepNanos(), life), "hold too long");
        }
    }

    @Test
    void refusesALeaseOnChecksThatAreNotFinished() {
        Lease good = Leases.lease("g", 7, 1, Leases.SECOND);
        assertRefused(Leases.with(good, "breaker", "boot-1", good.issuedNanos() + 1, good.life()), "not finished");
    }

    @Test
    void refusesAReplayAndAnOlderSequence() {
        Lease first = Leases.lease("g", 7, 1, Leases.SECOND);
        accept(first);
        accept(Leases.lease("g", 7, 2, Leases.SECOND + 1));
        assertRefused(first, "not newer");
        assertRefused(Leases.lease("g", 7, 2, Leases.SECOND + 2), "not newer");
        assertRefused(Leases.lease("g", 7, 3, Leases.SECOND - 1), "not newer");
    }

    @Test
    void followsANewGuardianAndNeverGoesBackToTheOld() {
        accept(Leases.lease("old", 7, 90, Leases.SECOND));
        accept(Leases.lease("new", 7, 1, Leases.SECOND + 1));
        assertRefused(Leases.lease("old", 7, 91, Leases.SECOND), "not newer");
        lock.revoke(0);
        assertRefused(Leases.lease("old", 7, 91, Leases.SECOND), "not newer");
        assertRefused(Leases.lease("old", 7, 91, Leases.SECOND + 1), "not newer");
        assertThat(lock.fresh()).isFalse();
    }

    @Test
    void endsEveryLeaseOfAnEarlierEpoch() {
        accept(Leases.lease("g", 7, 1, Leases.SECOND));
        lock.revoke(8);
        assertThat(lock.fresh()).isFalse();
        assertRefused(Leases.lease("g", 7, 2, Leases.SECOND + 1), "epoch that has ended");
        accept(Leases.lease("g", 8, 3, Leases.SECOND + 2));
        assertRefused(Leases.lease("g", 7, 4, Leases.SECOND + 3), "epoch that has ended");
    }

    @Test
    void keepsWhatItHasWhenItRefuses() {
        VerifiedLease held = accept(Leases.lease("g", 7, 1, Leases.SECOND));
        assertRefused(Leases.lease("g", 6, 2, Leases.SECOND + 1), "epoch");
        assertThat(lock.current()).containsSame(held);
        assertThat(held.digest()).isEqualTo("ab".repeat(32));
        assertThat(held.sweepNanos()).isEqualTo(Leases.SECOND - 1);
        assertThat(held.epoch()).isEqualTo(7);
    }

    /// Guardians that crash and start anew, and a network that delays, repeats and reorders: whatever it brings, there
    /// is no permission later than one life after the last lease was issued, nor in an epoch that has ended.
    @Test
    void isNeverFreshLongerThanALifeAfterTheLastIssue() {
        for (int seed = 0; seed < 60; seed++) {
            simulate(new Random(seed));
        }
    }

    private static void simulate(Random random) {
        AtomicLong clock = new AtomicLong(random.nextLong());
        LeaseLock lock = new LeaseLock("breaker", Leases.key(), "boot-1", clock::get);
        List<String> wire = new ArrayList<>();
        long lastIssue = clock.get() - 2 * Lease.MAX_LIFE.toNanos();
        long epoch = 1;
        long sequence = 0;
        int guardian = 0;
        boolean alive = true;
        int freshSteps = 0;
        for (int step = 0; step < 300; step++) {
            clock.addAndGet(random.nextLong(Leases.SECOND));
            switch (random.nextInt(20)) {
                case 0 -> alive = false;
                case 1, 2 -> {
                    guardian++;
                    sequence = 0;
                    alive = true;
                }
                case 3 -> lock.revoke(++epoch);
                case 4 -> lock.revoke(0);
                default -> {
                    if (alive) {
                        lastIssue = clock.get();
                        wire.add(Leases.lease("g" + guardian, epoch, ++sequence, lastIssue)
                                .seal(Leases.key()));
                    }
                }
            }
            for (int delivered = random.nextInt(3); delivered > 0 && !wire.isEmpty(); delivered--) {
                deliver(lock, wire.get(wire.size() - 1 - random.nextInt(Math.min(8, wire.size()))));
            }
            if (lock.fresh()) {
                freshSteps++;
                assertThat(clock.get() - lastIssue).isLessThan(Lease.MAX_LIFE.toNanos());
                assertThat(lock.current().orElseThrow().epoch()).isEqualTo(epoch);
            }
        }
        assertThat(freshSteps).isPositive();
    }

    private static void deliver(LeaseLock lock, String sealed) {
        long before = lock.current().map(VerifiedLease::issuedNanos).orElse(0L);
        try {
            VerifiedLease lease = lock.accept(sealed);
            assertThat(before == 0 || lease.issuedNanos() - before >= 0).isTrue();
        } catch (ContractException e) {
            assertThat(e.reason()).isEqualTo("bad-lease");
        }
    }
}
