package moltbot.runtime.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;
import moltbot.runtime.agent.Drafts;
import moltbot.runtime.agent.Model;
import moltbot.runtime.patience.Patience;
import org.junit.jupiter.api.Test;

/// Asking again, in virtual time.
class PatientModelTest {
    private static final ModelRequest REQUEST = new ModelRequest("", List.of(ModelMessage.user("hi")), List.of(), 10);

    private long now;
    private final List<Duration> pauses = new ArrayList<>();
    private final Patience patience = new Patience(
            () -> now,
            time -> {
                pauses.add(time);
                now += time.toNanos();
            },
            () -> 1.0);
    private int asked;
    private int restarts;
    private final Drafts drafts = new Drafts() {
        @Override
        public void add(String text) {}

        @Override
        public void restart() {
            restarts++;
        }
    };

    private Model failing(ContractException.Code code, String reason) {
        return new PatientModel(
                (request, to) -> {
                    asked++;
                    throw new ContractException(code, reason, "No.");
                },
                patience);
    }

    @Test
    void givesUpAfterAboutAMinute() {
        assertThatThrownBy(() -> failing(ContractException.Code.UNAVAILABLE, "").ask(REQUEST, drafts))
                .isInstanceOf(ContractException.class);
        assertThat(Duration.ofNanos(now)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(70));
        assertThat(asked).isBetween(8, 20);
        assertThat(restarts).isEqualTo(asked - 1);
        assertThat(pauses).isSorted();
    }

    @Test
    void doesNotAskAgainWhereThatIsNotWorthIt() {
        for (String reason : List.of("model-unavailable", "model-rate-limited", "budget-day", "not-allowed")) {
            asked = 0;
            assertThatThrownBy(() ->
                            failing(ContractException.Code.REFUSED, reason).ask(REQUEST, drafts))
                    .isInstanceOf(ContractException.class);
            assertThat(asked).isEqualTo(1);
        }
        assertThat(pauses).isEmpty();
    }

    @Test
    void endsAtOnceWhenInterrupted() {
        Model model = new PatientModel(
                (request, to) -> {
                    Thread.currentThread().interrupt();
                    throw new ContractException(ContractException.Code.LOST, "The link ended.");
                },
                patience);
        assertThatThrownBy(() -> model.ask(REQUEST, drafts)).isInstanceOf(InterruptedException.class);
    }
}
