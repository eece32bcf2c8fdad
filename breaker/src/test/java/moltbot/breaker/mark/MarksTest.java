package moltbot.breaker.mark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who waits for a mark, without the rest of the breaker.
class MarksTest {
    private static final String MARK = "0123456789abcdef0123456789abcdef";

    @Test
    void whoeverIsLateToStopWaitingTakesNobodyElsesMarkAway() {
        Marks marks = new Marks();
        List<String> seen = new ArrayList<>();
        Runnable first = () -> seen.add("first");
        marks.expect(MARK, first);
        marks.expect(MARK, () -> seen.add("second"));
        marks.forget(MARK, first);
        marks.look("/" + MARK, Map.of());
        assertThat(seen).containsExactly("second");
    }
}
