package moltbot.systemtest.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Weeks of bad luck in virtual time: crashes at any write, hangs, lost lines, late and old leases, blind looks, full
/// disks, sleep and clock jumps, exposure that comes and goes, and an operator. After each storm all is mended, and
/// then the house has to come back, and to trip when it is exposed.
///
/// A failure names its seed and tells the last steps. More: `-Dsimulation.seeds=1000 -Dsimulation.storms=50`.
class GuardSimulationTest {
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 12);
    private static final int STORMS = Integer.getInteger("simulation.storms", 4);
    private static final Duration STORM = Duration.ofMinutes(4);
    private static final Duration RECOVERY = Duration.ofSeconds(90);

    static LongStream seeds() {
        Long one = Long.getLong("simulation.seed");
        return one != null ? LongStream.of(one) : LongStream.rangeClosed(1, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void keepsEveryPromiseThroughStormsAndRecovers(long seed) throws Exception {
        World world = live(seed, Sabotage.NONE, STORMS);

        assertThat(world.truth.closings)
                .as("a life that never lets anybody in shows nothing")
                .isGreaterThan(STORMS);
        assertThat(world.truth.heals).isGreaterThan(0);
        assertThat(world.truth.tripsAcknowledged).isGreaterThan(STORMS);
    }

    /// A cure whose absence no seed notices is none, or the simulation is blind.
    @ParameterizedTest
    @EnumSource(value = Sabotage.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void noticesEveryCureThatIsTakenOut(Sabotage sabotage) {
        assertThatThrownBy(() -> {
                    for (long seed = 1; seed <= 20; seed++) {
                        live(seed, sabotage, 3);
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("simulation.seed=");
    }

    @Test
    void isTheSameLifeForTheSameSeed() throws Exception {
        List<Long> steps = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            World world = live(7, Sabotage.NONE, 1);
            steps.add(world.agenda.steps() * 1_000_003 + world.agenda.now());
        }
        assertThat(steps.get(0)).isEqualTo(steps.get(1));
    }

    private static World live(long seed, Sabotage sabotage, int storms) throws Exception {
        try (Side breaker = new Side("breaker", "moltbot.breaker.circuit.SimulatedBreaker");
                Side guardian = new Side("guardian", "moltbot.guardian.lease.SimulatedGuardian")) {
            World world = new World(seed, breaker, guardian, sabotage);
            for (int i = 0; i < storms; i++) {
                world.storm();
                world.within(STORM, () -> false);
                world.calm();
                comesBack(world, RECOVERY);
                tripsAndComesBack(world);
            }
            return world;
        }
    }

    private static void comesBack(World world, Duration limit) {
        world.agenda.must(
                world.within(limit, () -> world.breaker.state().equals("CLOSED")),
                "it lets people in again once all is mended");
    }

    private static void tripsAndComesBack(World world) {
        world.within(Duration.ofSeconds(10), () -> false);
        comesBack(world, Duration.ofSeconds(30));
        world.expose();
        world.agenda.must(
                world.within(Duration.ofSeconds(2), world.truth::tripped), "exposure trips it within two seconds");
        world.calm();
        comesBack(world, RECOVERY);
    }
}
