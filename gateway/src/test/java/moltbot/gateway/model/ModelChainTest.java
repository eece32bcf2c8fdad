package moltbot.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;
import moltbot.contract.model.Usage;
import org.junit.jupiter.api.Test;

/// In virtual time.
class ModelChainTest {
    private static final ModelRequest REQUEST = new ModelRequest("", List.of(ModelMessage.user("hi")), List.of(), 10);

    private long now;
    private final List<String> asked = new ArrayList<>();
    private final List<ModelEvent> heard = new ArrayList<>();
    private final ModelChain chain = new ModelChain(time -> now += time.toNanos(), () -> now, () -> 0.5);

    /// What a model does when it is asked.
    @FunctionalInterface
    private interface Manner {
        void stream(Consumer<ModelEvent> out) throws InterruptedException;
    }

    private Candidate candidate(String name, Manner manner) {
        Model model = new Model() {
            @Override
            public String provider() {
                return name;
            }

            @Override
            public String name() {
                return name;
            }

            @Override
            public void stream(ModelRequest request, Consumer<ModelEvent> out) throws InterruptedException {
                asked.add(name);
                manner.stream(out);
            }
        };
        return new Candidate(model, new ProviderHealth(() -> now));
    }

    private Candidate well(String name) {
        return candidate(name, out -> {
            out.accept(new ModelEvent.TextDelta("by " + name));
            out.accept(new ModelEvent.Finished("end", name, name, Usage.NONE));
        });
    }

    private Candidate failing(String name, String reason) {
        return candidate(name, out -> {
            throw ContractException.refused(reason, "from " + name);
        });
    }

    private void ask(Candidate... candidates) throws InterruptedException {
        chain.stream(List.of(candidates), REQUEST, heard::add);
    }

    @Test
    void asksTheNextWhereOneCannotAnswer() throws Exception {
        for (String reason :
                List.of("model-unavailable", "model-rate-limited", "model-unauthorized", "model-rejected")) {
            asked.clear();
            ask(failing("a", reason), failing("b", reason), well("c"));
            assertThat(asked).containsExactly("a", "b", "c");
        }
        assertThat(now).isZero();
    }

    @Test
    void asksAgainAfterAPauseWithJitter() throws Exception {
        int[] times = {0};
        Candidate second = candidate("a", out -> {
            if (times[0]++ == 0) {
                throw ContractException.refused("model-unavailable", "once");
            }
        });
        ask(second);

        assertThat(asked).containsExactly("a", "a");
        assertThat(Duration.ofNanos(now)).isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void tellsAPersonWithinTenSecondsThatNobodyAnswers() {
        Candidate slow = candidate("slow", out -> {
            now += Duration.ofSeconds(4).toNanos(); // A connection that nobody takes.
            throw ContractException.refused("model-unavailable", "from slow");
        });
        assertThatThrownBy(() -> ask(slow)).hasMessage("from slow");
        assertThat(Duration.ofNanos(now)).isLessThan(Duration.ofSeconds(10));

        now = 0;
        asked.clear();
        assertThatThrownBy(() -> ask(failing("a", "model-unavailable"))).hasMessage("from a");
        assertThat(asked).hasSize(4);
        assertThat(Duration.ofNanos(now)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void asksNobodyTwiceWhoWillNotTakeTheQuestion() {
        for (String reason : List.of("model-unauthorized", "model-rejected")) {
            asked.clear();
            assertThatThrownBy(() -> ask(failing("a", reason))).hasMessage("from a");
            assertThat(asked).containsExactly("a");
        }
    }

    @Test
    void stopsAtALimitOfTheOwnersAndAsksNobodyElse() {
        assertThatThrownBy(() -> ask(failing("a", "budget-day"), well("b"))).hasMessage("from a");
        assertThat(asked).containsExactly("a");
    }

    @Test
    void declaresVoidWhatABrokenAnswerHadSaid() throws Exception {
        Candidate broken = candidate("a", out -> {
            out.accept(new ModelEvent.TextDelta("Half an"));
            throw ContractException.refused("model-unavailable", "broke off");
        });
        ask(broken, failing("b", "model-unavailable"), well("c"));

        assertThat(heard)
                .containsExactly(
                        new ModelEvent.TextDelta("Half an"),
                        new ModelEvent.Restarted(),
                        new ModelEvent.TextDelta("by c"),
                        new ModelEvent.Finished("end", "c", "c", Usage.NONE));
    }

    @Test
    void leavesAProviderAloneThatRests() throws Exception {
        Candidate resting = failing("a", "model-unavailable");
        resting.health().restFor(Duration.ofSeconds(30));
        ask(resting, well("b"));
        assertThat(asked).containsExactly("b");

        asked.clear();
        assertThatThrownBy(() -> ask(resting))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("model-resting"));
        assertThat(asked).isEmpty();
        assertThat(now).isZero();
    }

    @Test
    void waitsForAProviderThatRestsOnlyForAMoment() throws Exception {
        Candidate soon = well("a");
        soon.health().restFor(Duration.ofSeconds(2));
        ask(soon);

        assertThat(asked).containsExactly("a");
        assertThat(Duration.ofNanos(now)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void endsAtOnceWhenNobodyListensAnyMore() {
        ContractException gone = new ContractException(ContractException.Code.LOST, "The link ended.");
        assertThatThrownBy(() -> chain.stream(List.of(well("a"), well("b")), REQUEST, event -> {
                    throw gone;
                }))
                .isSameAs(gone);
        assertThat(asked).containsExactly("a");
    }
}
