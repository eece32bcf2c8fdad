package moltbot.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Programs that hang in their start, and programs that do not.
@EnabledOnOs({OS.LINUX, OS.MAC})
class ReadinessTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    private final Readiness readiness = new Readiness("part", SHORT);

    private static Process program() throws Exception {
        return new ProcessBuilder("sh", "-c", "trap 'echo stands here' QUIT; echo begun; while :; do sleep 0.05; done")
                .start();
    }

    @Test
    void asksAndEndsWhatIsNeverReady() throws Exception {
        Process hangs = program();
        BufferedReader says = hangs.inputReader(StandardCharsets.UTF_8);
        assertThat(says.readLine()).isEqualTo("begun");
        readiness.expect(hangs, () -> false);

        assertThat(says.readLine()).as("before it is ended").isEqualTo("stands here");
        assertThat(hangs.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void leavesAloneWhatIsReady() throws Exception {
        Process well = program();
        AtomicBoolean asked = new AtomicBoolean();
        readiness.reached();
        readiness.expect(well, () -> {
            asked.set(true);
            return true;
        });
        while (!asked.get()) {
            Thread.onSpinWait();
        }
        assertThat(well.isAlive()).isTrue();
        well.destroyForcibly().waitFor();
    }
}
