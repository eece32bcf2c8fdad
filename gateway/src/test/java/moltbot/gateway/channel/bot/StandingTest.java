package moltbot.gateway.channel.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import moltbot.contract.channel.Address;
import moltbot.gateway.channel.Alarm.Trouble;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.Outcome;
import org.junit.jupiter.api.Test;

/// How often the owner is told of what a messenger cannot mend.
class StandingTest {
    private record Bot(String account, String username) implements Account {}

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    private final List<Trouble> rung = new ArrayList<>();
    private final Standing<Bot> standing = new Standing<>(
            new Standing.Names("telegram", "Telegram", "not there"),
            (_, trouble, _) -> rung.add(trouble),
            now::get,
            () -> new Standing.Introduction<>(null, "", Duration.ZERO));

    private final Standing<Bot> known = new Standing<>(
            new Standing.Names("telegram", "Telegram", "not there"),
            (_, trouble, _) -> rung.add(trouble),
            now::get,
            () -> new Standing.Introduction<>(new Bot("1", "bot"), "", Duration.ZERO));

    private void contested(Duration after) {
        now.updateAndGet(time -> time.plus(after));
        standing.become(Stage.CONNECTING, "Another takes them.", null);
        standing.ring(Trouble.CONTESTED);
        now.updateAndGet(time -> time.plusSeconds(5));
        standing.become(Stage.CONNECTED, "", new Bot("1", "bot"));
    }

    @Test
    void onceForATroubleThatComesAndGoesAndAgainWhereAllWasWellForLong() {
        for (int i = 0; i < 100; i++) {
            contested(Duration.ofMinutes(5));
        }
        assertThat(rung).hasSize(1);
        contested(Duration.ofMinutes(61));
        contested(Duration.ofMinutes(1));
        assertThat(rung).hasSize(2);
        standing.keyChanged();
        contested(Duration.ofMinutes(1));
        assertThat(rung).hasSize(3);
    }

    @Test
    void ofAMessengerThatWantsToBeLeftAloneForLongAndOfNoShortPause() throws Exception {
        Address anna = new Address("telegram", "1", Address.Kind.DIRECT, "1001");
        for (int minutes : new int[] {1, 9, 10, 60}) {
            assertThat(known.send(anna, _ -> new Outcome.Later("patience", Duration.ofMinutes(minutes))))
                    .isInstanceOf(Outcome.Later.class);
            assertThat(rung).hasSize(minutes < 10 ? 0 : 1);
        }
        assertThat(rung).containsExactly(Trouble.LIMITED);
    }
}
