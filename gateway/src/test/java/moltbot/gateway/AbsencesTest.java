package moltbot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import moltbot.gateway.channel.Alarm.Trouble;
import moltbot.gateway.channel.ChannelState;
import moltbot.gateway.channel.ChannelState.Stage;
import org.junit.jupiter.api.Test;

/// What the owner is told of messengers that stay away.
class AbsencesTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.CONNECTED);
    private final List<String> rung = new ArrayList<>();
    private final Absences absences = new Absences(
            () -> List.of(
                    new ChannelState("telegram", stage.get(), "", "", "", 0),
                    new ChannelState("signal", Stage.CONNECTED, "", "", "", 0)),
            (channel, trouble, _) -> rung.add(channel + " " + trouble),
            now::get);

    private void minutes(int count) {
        for (int i = 0; i < count; i++) {
            absences.look();
            now.updateAndGet(time -> time.plus(Duration.ofMinutes(1)));
        }
    }

    @Test
    void areToldOnceUntilItWasReachedAgain() {
        minutes(5);
        stage.set(Stage.CONNECTING);
        minutes(30);
        assertThat(rung).isEmpty();
        minutes(1);
        assertThat(rung).containsExactly("telegram " + Trouble.AWAY);
        minutes(200);
        assertThat(rung).hasSize(1);

        stage.set(Stage.CONNECTED);
        minutes(1);
        stage.set(Stage.CONNECTING);
        minutes(29);
        stage.set(Stage.CONNECTED);
        minutes(1);
        stage.set(Stage.CONNECTING);
        minutes(31);
        assertThat(rung).hasSize(2);
    }

    /// What never was there, and what was told to stay away, is said elsewhere.
    @Test
    void areNoneWhereItNeverWasThereOrWasStopped() {
        stage.set(Stage.CONNECTING);
        minutes(100);
        stage.set(Stage.CONNECTED);
        minutes(1);
        stage.set(Stage.STOPPED);
        minutes(100);
        stage.set(Stage.CONNECTING);
        minutes(100);
        assertThat(rung).isEmpty();
    }
}
