package moltbot.spawner.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Counting over a `/proc` made by hand.
final class MemoryTest {
    private static final long MB = 1 << 20;

    @TempDir
    Path proc;

    private void process(int pid, long kilobytes, String children) throws IOException {
        Path thread = proc.resolve(pid + "/task/" + pid);
        Files.createDirectories(thread);
        Files.writeString(thread.resolve("children"), children);
        Files.writeString(proc.resolve(pid + "/status"), "Name:\tx\nRssAnon:\t" + kilobytes + " kB\nRssShmem:\t0 kB\n");
    }

    private static String pids(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    }

    @Test
    void countsAllThatIsBelow() throws Exception {
        process(1, 1024, "2 3");
        process(2, 1024, "");
        process(3, 1024, "4");
        process(4, 1024, "");

        assertThat(Memory.over(proc, 1, 4 * MB)).isFalse();
        assertThat(Memory.over(proc, 1, 4 * MB - 1)).isTrue();
    }

    @Test
    void tooManyProcessesToCountIsTooMuch() throws Exception {
        process(1, 1, pids(2, 4_096));
        assertThat(Memory.over(proc, 1, MB)).isFalse();

        process(1, 1, pids(2, 4_097));
        assertThat(Memory.over(proc, 1, MB)).isTrue();
    }
}
