package moltbot.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import moltbot.testing.Needed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.opentest4j.TestAbortedException;

/// A test that shows nothing must not look like one that passed.
@EnabledOnOs(OS.LINUX)
class NeededTest {
    private static final String DEVELOPER = "moltbot.developer";
    private final String before = System.getProperty(DEVELOPER, "");

    @AfterEach
    void restore() {
        System.setProperty(DEVELOPER, before);
    }

    @Test
    void whatIsMissingFailsWhereTestSetupInstallsIt() {
        System.clearProperty(DEVELOPER);
        Needed.programs("sh");
        assertThatThrownBy(() -> Needed.programs("sh", "no-such-program"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no-such-program is not installed");
    }

    @Test
    void onADevelopersMachineItIsSkipped() {
        System.setProperty(DEVELOPER, "true");
        assertThatThrownBy(() -> Needed.programs("no-such-program")).isInstanceOf(TestAbortedException.class);
    }
}
