package moltbot.systemtest.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import moltbot.systemtest.model.Guard.Breaker;
import moltbot.systemtest.model.Guard.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every state that breaker, guardian and lease can get into together, in whatever order things happen, crash and hang.
class GuardModelTest {
    /// @param states  how many there are
    /// @param story   what leads to a broken promise, and which; empty if nothing does
    /// @param seen    what the breaker was seen doing
    private record Explored(int states, List<String> story, Set<Breaker> seen) {}

    private record Way(Guard from, String step) {}

    @Test
    void keepsEveryPromiseInEveryState() {
        Explored all = explore(Rule.ALL);

        assertThat(all.story()).isEmpty();
        assertThat(all.seen())
                .as("a model that never lets anybody in shows nothing")
                .containsExactlyInAnyOrder(Breaker.values());
        assertThat(all.states()).isGreaterThan(200_000);
    }

    /// A rule whose absence nobody notices is no rule, or the model does not know it.
    @ParameterizedTest
    @EnumSource(Rule.class)
    void breaksAPromiseWithoutAnyOneRule(Rule without) {
        Set<Rule> rules = EnumSet.allOf(Rule.class);
        rules.remove(without);

        assertThat(explore(rules).story()).isNotEmpty();
    }

    /// Breadth first, so that the story is as short as one can be.
    private static Explored explore(Set<Rule> rules) {
        Map<Guard, Way> ways = new HashMap<>();
        Set<Breaker> seen = EnumSet.noneOf(Breaker.class);
        Deque<Guard> open = new ArrayDeque<>();
        Guard start = Guard.start();
        ways.put(start, new Way(start, "the start"));
        open.add(start);
        while (!open.isEmpty()) {
            Guard state = open.remove();
            seen.add(state.breaker());
            if (!state.broken().isEmpty()) {
                return new Explored(ways.size(), story(ways, state), seen);
            }
            state.next(rules).forEach((step, next) -> {
                if (ways.putIfAbsent(next, new Way(state, step)) == null) {
                    open.add(next);
                }
            });
        }
        return new Explored(ways.size(), List.of(), seen);
    }

    private static List<String> story(Map<Guard, Way> ways, Guard end) {
        List<String> story = new ArrayList<>(List.of(end.broken()));
        Guard state = end;
        while (!state.equals(Guard.start())) {
            Way way = Objects.requireNonNull(ways.get(state));
            story.addFirst(way.step());
            state = way.from();
        }
        return story;
    }
}
