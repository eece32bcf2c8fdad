package moltbot.breaker.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import moltbot.contract.ContractException;
import org.junit.jupiter.api.Test;

final class CircuitTest {
    private final World world = new World();

    @Test
    void startsOpenAndClosesWithALease() {
        assertThat(world.state()).isEqualTo(State.OPEN);
        world.lease();
        assertThat(world.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void aBreakerThatHasJustStartedClosesOnlyOnLooksOfItsOwnLife() {
        world.pass(Duration.ofSeconds(3));
        world.restart();
        world.lease(world.now() - 1);
        assertThat(world.state()).isEqualTo(State.OPEN);
        world.lease();
        assertThat(world.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void leaseThatRunsOutOpensItWithoutBeingTold() {
        world.lease();
        world.pass(Duration.ofMillis(5001));
        assertThat(world.state()).isEqualTo(State.OPEN);
    }

    @Test
    void timeAloneNeverLeadsOutOfATrip() {
        world.lease();
        world.circuit().trip("L2", "r", "e", false);
        for (int i = 0; i < 1000; i++) {
            world.pass(Duration.ofSeconds(1));
            world.lease();
            assertThat(world.state()).isEqualTo(State.OPEN);
        }
    }

    @Test
    void resetLeadsThroughHalfOpenForTheWholeDwell() {
        world.lease();
        Trip trip = world.circuit().trip("L2", "r", "e", false);
        world.pass(Duration.ofSeconds(1));
        world.lease();
        assertThat(world.circuit().reset(trip.id())).isEqualTo(World.DWELL);
        assertThat(world.circuit().view().admits(true)).isTrue();
        assertThat(world.circuit().view().admits(false)).isFalse();
        for (int i = 0; i < 59; i++) {
            world.pass(Duration.ofSeconds(1));
            world.lease();
            assertThat(world.state()).isEqualTo(State.HALF_OPEN);
        }
        world.pass(Duration.ofSeconds(1));
        world.lease();
        assertThat(world.state()).isEqualTo(State.CLOSED);
        assertThat(world.kept().trip()).isEmpty();
    }

    @Test
    void gapInTheDwellEndsIt() {
        world.lease();
        Trip trip = world.circuit().trip("L2", "r", "e", false);
        world.pass(Duration.ofSeconds(1));
        world.lease();
        world.circuit().reset(trip.id());
        world.pass(Duration.ofSeconds(6));
        world.lease();
        assertThat(world.state()).isEqualTo(State.OPEN);
        assertThat(world.circuit().view().trip()).contains(trip);
    }

    @Test
    void latchIsKeptBeforeATripIsAcknowledgedAndOpenEvenIfItCannotBe() {
        world.lease();
        world.failSaves(true);
        assertThatThrownBy(() -> world.circuit().trip("L2", "r", "e", false)).isInstanceOf(ContractException.class);
        assertThat(world.state()).isEqualTo(State.OPEN);
        world.pass(Duration.ofSeconds(1));
        assertThatThrownBy(world::lease).isInstanceOf(ContractException.class);
        assertThat(world.state()).isEqualTo(State.OPEN);

        world.failSaves(false);
        Trip trip = world.circuit().trip("H1", "r", "e", false);
        assertThat(trip.check()).isEqualTo("L2");
        assertThat(world.kept().trip()).contains(trip);
    }

    @Test
    void latchThatCouldNotBeKeptIsTriedAgainWithEveryLease() {
        world.lease();
        world.failSaves(true);
        assertThatThrownBy(() -> world.circuit().trip("L2", "r", "e", false)).isInstanceOf(ContractException.class);
        assertThat(world.kept().trip()).isEmpty();

        world.failSaves(false);
        world.pass(Duration.ofSeconds(1));
        world.lease();
        assertThat(world.kept().trip()).isEqualTo(world.circuit().view().trip()).isPresent();
        world.restart();
        world.lease();
        assertThat(world.state()).isEqualTo(State.OPEN);
    }

    @Test
    void tripInHalfOpenIsANewTrip() {
        world.lease();
        Trip first = world.circuit().trip("L2", "r", "e", false);
        world.pass(Duration.ofSeconds(1));
        world.lease();
        world.circuit().reset(first.id());
        Trip second = world.circuit().trip("L5", "r", "e", false);
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.epoch()).isEqualTo(first.epoch() + 1);
        assertThat(world.state()).isEqualTo(State.OPEN);
    }

    @Test
    void onlyExposureHidesTheListener() {
        world.lease();
        world.circuit().trip("S2", "r", "e", false);
        assertThat(world.circuit().view().hidesFromStrangers()).isFalse();
        World other = new World();
        other.lease();
        Trip trip = other.circuit().trip("L1", "r", "e", true);
        assertThat(other.circuit().view().hidesFromStrangers()).isTrue();
        other.pass(Duration.ofSeconds(1));
        other.lease();
        other.circuit().reset(trip.id());
        assertThat(other.circuit().view().hidesFromStrangers()).isFalse();
    }

    @Test
    void exposureFoundAfterATripHidesTheListenerToo() {
        world.lease();
        Trip first = world.circuit().trip("S2", "r", "e", false);
        world.pass(Duration.ofSeconds(1));
        world.lease();
        Trip second = world.circuit().trip("L1", "r", "e", true);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(world.circuit().view().hidesFromStrangers()).isTrue();
        assertThat(world.kept().trip().orElseThrow().exposure()).isTrue();
        assertThatThrownBy(() -> world.circuit().reset(first.id())).hasMessageContaining("since the trip");
        assertThat(world.circuit().trip("S2", "r", "e", false).exposure()).isTrue();
    }

    @Test
    void longEvidenceIsCut() {
        Trip trip = world.circuit().trip("L2", "r".repeat(10_000), "e".repeat(100_000), false);
        assertThat(trip.reason()).hasSizeLessThan(400);
        assertThat(trip.evidence()).hasSizeLessThan(2100);
    }
}
