package moltbot.breaker.circuit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import moltbot.contract.ContractException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random lives of a circuit: leases, losses, trips, resets, time, full disks and crashes at every write. A seed that
/// fails is its own report.
final class CircuitPropertyTest {
    private static final int STEPS = 200_000;

    /// The latest trip anybody was told of, and whether an operator has reset it since.
    private Optional<Trip> acknowledged = Optional.empty();

    private long highestEpoch;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void isNeverClosedWithoutALeaseAndNeverForgetsATrip(long seed) {
        Random random = new Random(seed);
        World world = new World(Duration.ofSeconds(3));
        boolean reset = false;
        int closings = 0;
        for (int i = 0; i < STEPS; i++) {
            State before = world.state();
            int step = random.nextInt(100);
            reset = step(world, random, step, reset);
            View view = world.circuit().view();
            if (view.state() != State.OPEN) {
                must(world.leaseFresh(), "it lets nobody in without a lease", seed, i);
            }
            if (reset && world.kept().trip().isEmpty()) {
                acknowledged = Optional.empty();
            }
            if (acknowledged.isPresent() && !reset) {
                must(view.state() == State.OPEN, "a trip holds until it is reset", seed, i);
                must(
                        view.trip().orElseThrow().epoch() >= acknowledged.get().epoch(),
                        "no older trip takes its place",
                        seed,
                        i);
            }
            if (view.state() == State.CLOSED) {
                closings += before == State.CLOSED ? 0 : 1;
                acknowledged = Optional.empty();
                must(world.kept().trip().isEmpty(), "it closes only without a latch", seed, i);
            }
            if (view.state() == State.HALF_OPEN) {
                must(world.kept().trip().isPresent(), "a crash now would keep the latch", seed, i);
                must(before != State.CLOSED, "it never goes back from closed to half", seed, i);
            }
            must(view.epoch() >= highestEpoch, "epochs never go back", seed, i);
            acknowledged.ifPresent(trip -> highestEpoch = Math.max(highestEpoch, trip.epoch()));
            reset = reset && view.state() != State.OPEN;
        }
        assertThat(closings).as("a test that never closes it shows nothing").isGreaterThan(20);
    }

    /// As plain as it is because it is asked some millions of times.
    private static void must(boolean holds, String what, long seed, int step) {
        if (!holds) {
            throw new AssertionError("Seed " + seed + " step " + step + ": not so that " + what);
        }
    }

    /// Does one thing; true if the trip in force has been reset.
    private boolean step(World world, Random random, int step, boolean reset) {
        if (step < 62) {
            world.pass(Duration.ofMillis(random.nextInt(1500)));
            world.crashAround(random.nextInt(20) == 0, random.nextInt(20) == 0);
            tryTo(
                    world,
                    () -> world.lease(world.now()
                            - Duration.ofMillis(random.nextInt(3000)).toNanos()));
            world.crashAround(false, false);
        } else if (step < 67) {
            world.pass(Duration.ofMillis(random.nextInt(8000)));
        } else if (step < 70) {
            world.lose();
        } else if (step < 73) {
            boolean before = random.nextInt(4) == 0;
            world.crashAround(before, !before && random.nextInt(4) == 0);
            world.failSaves(random.nextInt(5) == 0);
            boolean again = world.circuit().view().trip().isPresent() && world.state() == State.OPEN;
            tryTo(world, () -> acknowledged = Optional.of(world.circuit().trip("L2", "r", "e", false)));
            world.crashAround(false, false);
            return again && reset;
        } else if (step < 92) {
            return reset(world) || reset;
        } else if (step < 94) {
            world.restart();
            return false;
        } else {
            world.failSaves(random.nextInt(6) == 0);
        }
        return reset;
    }

    private boolean reset(World world) {
        Optional<Trip> trip = world.circuit().view().trip();
        return trip.isPresent()
                && tryTo(world, () -> world.circuit().reset(trip.get().id()));
    }

    private boolean tryTo(World world, Runnable what) {
        try {
            what.run();
            return true;
        } catch (ContractException e) {
            return false;
        } catch (World.Crash e) {
            world.restart();
            return false;
        }
    }
}
