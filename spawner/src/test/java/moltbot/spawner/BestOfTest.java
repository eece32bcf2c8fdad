package moltbot.spawner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.spawner.task.AuthorizedTask;
import moltbot.spawner.task.Stop;
import moltbot.spawner.task.TaskEnd;
import moltbot.spawner.task.TaskInput;
import moltbot.spawner.task.TaskOutput;
import moltbot.spawner.task.Tier;
import org.junit.jupiter.api.Test;

/// Which of several tiers is used, and what is said of the others. Nothing is run here.
final class BestOfTest {
    /// A tier that works or does not.
    private static final class Named implements Tier {
        private final String name;
        private Optional<String> problem;

        Named(String name, Optional<String> problem) {
            this.name = name;
            this.problem = problem;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String browser() {
            return "No browser in " + name + ".";
        }

        @Override
        public Optional<String> problem() {
            return problem;
        }

        @Override
        public TaskEnd run(AuthorizedTask task, TaskInput input, TaskOutput output, Stop stop) {
            throw new AssertionError("Nothing is run here.");
        }
    }

    private final Named first = new Named("first", Optional.empty());
    private final Named second = new Named("second", Optional.empty());
    private final BestOf best = new BestOf(List.of(first, second));

    @Test
    void takesTheFirstAndSaysNothing() throws Exception {
        assertThat(best.problem()).isEmpty();
        assertThat(best.chosen()).isSameAs(first);
        assertThat(best.name()).isEqualTo("first");
        assertThat(best.browser()).isEqualTo("No browser in first.");
        assertThat(best.note()).isEmpty();
    }

    @Test
    void takesTheNextAndSaysWhyNotABetterOne() throws Exception {
        first.problem = Optional.of("It is not installed.");

        assertThat(best.problem()).isEmpty();
        assertThat(best.chosen()).isSameAs(second);
        assertThat(best.browser()).isEqualTo("No browser in second.");
        assertThat(best.note()).isEqualTo("first: It is not installed.");
    }

    @Test
    void goesBackToTheBetterOneOnceItWorks() throws Exception {
        first.problem = Optional.of("It is not installed.");
        assertThat(best.problem()).isEmpty();
        first.problem = Optional.empty();

        assertThat(best.problem()).isEmpty();
        assertThat(best.chosen()).isSameAs(first);
        assertThat(best.note()).isEmpty();
    }

    @Test
    void takesNoneWhereNoneWorksAndSaysHowToMendTheBest() throws Exception {
        assertThat(best.problem()).isEmpty();
        first.problem = Optional.of("It is not installed.");
        second.problem = Optional.of("It hangs.");

        assertThat(best.problem()).contains("It is not installed. Nor does another way work: second: It hangs.");
        assertThatThrownBy(best::chosen)
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("no-tier"));
    }
}
