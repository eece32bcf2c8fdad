package moltbot.breaker.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// An exposure shuts every listener that strangers reach, the hooks' too.
final class BothDoorsTest {
    private final List<String> done = new ArrayList<>();

    private Consequences.Door door(String name, boolean broken) {
        return new Consequences.Door() {
            @Override
            public void shut() {
                done.add("shut " + name);
                if (broken) {
                    throw new IllegalStateException("It sticks.");
                }
            }

            @Override
            public void openAgain() {
                done.add("open " + name);
            }
        };
    }

    @Test
    void anExposureShutsBothWhateverBecomesOfTheFirst() {
        BothDoors both = new BothDoors(door("panel", false), door("hooks", false));
        both.shut();
        both.openAgain();
        assertThat(done).containsExactly("shut panel", "shut hooks", "open panel", "open hooks");
        done.clear();
        BothDoors sticking = new BothDoors(door("panel", true), door("hooks", false));
        assertThatThrownBy(sticking::shut).hasMessage("It sticks.");
        assertThat(done).containsExactly("shut panel", "shut hooks");
    }
}
