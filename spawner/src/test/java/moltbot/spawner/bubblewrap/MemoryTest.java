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

        assertThat(Memory.over(proc, 1, 4 * MB, false)).isFalse();
        assertThat(Memory.over(proc, 1, 4 * MB - 1, false)).isTrue();
    }

    @Test
    void countsWhatIsSwappedOut() throws Exception {
        process(1, 1, "");
        Files.writeString(proc.resolve("1/status"), "Name:\tx\nRssAnon:\t1 kB\nVmSwap:\t2048 kB\n");

        assertThat(Memory.over(proc, 1, 2 * MB, false)).isTrue();
        assertThat(Memory.over(proc, 1, 3 * MB, false)).isFalse();

        Files.writeString(
                proc.resolve("1/smaps_rollup"),
                "0-1 ---p\nRss: 1 kB\nPss_Anon: 1 kB\nPss_Shmem: 0 kB\nSwapPss: 512 kB\n");
        assertThat(Memory.over(proc, 1, 2 * MB, false)).isFalse();
    }

    @Test
    void countsTheKernelsTables() throws Exception {
        process(1, 1, "");
        Files.writeString(proc.resolve("1/status"), "Name:\tx\nRssAnon:\t1 kB\nVmPTE:\t2048 kB\n");

        assertThat(Memory.over(proc, 1, 2 * MB, false)).isTrue();
        assertThat(Memory.over(proc, 1, 3 * MB, false)).isFalse();
    }

    @Test
    void countsWhatSocketsOfTheSandboxCanHoldAndNotThoseOfTheMachine() throws Exception {
        process(1, 1, "2");
        process(2, 1, "3");
        process(3, 1, "");
        network("self", 7, 100_000);
        network("1", 7, 100_000);
        network("2", 8, 10);

        assertThat(Memory.over(proc, 1, 2 * MB, false)).isTrue();
        assertThat(Memory.over(proc, 1, 3 * MB, false)).isFalse();

        Files.writeString(
                proc.resolve("2/net/sockstat"), "sockets: used 10\nTCP: inuse 4 orphan 2 tw 0 alloc 9 mem 1\n");
        assertThat(Memory.over(proc, 1, 5 * MB, false)).isTrue();
        assertThat(Memory.over(proc, 1, 6 * MB, false)).isFalse();
    }

    @Test
    void countsTheKernelsRecordsOfMappingsWhenItIsThorough() throws Exception {
        process(1, 1, "");
        Files.writeString(proc.resolve("1/maps"), "0-1 ---p 0 00:00 0\n".repeat(8_192));

        assertThat(Memory.over(proc, 1, 2 * MB, false)).isFalse();
        assertThat(Memory.over(proc, 1, 2 * MB, true)).isTrue();
        assertThat(Memory.over(proc, 1, 3 * MB, true)).isFalse();
    }

    private void network(String process, int number, int sockets) throws IOException {
        Files.createDirectories(proc.resolve(process).resolve("ns"));
        Files.createDirectories(proc.resolve(process).resolve("net"));
        Files.createSymbolicLink(proc.resolve(process).resolve("ns/net"), Path.of("net:[" + number + "]"));
        Files.writeString(
                proc.resolve(process).resolve("net/sockstat"),
                "sockets: used " + sockets + "\nTCP: inuse 0 orphan 0 tw 0\n");
    }

    @Test
    void tooManyProcessesToCountIsTooMuch() throws Exception {
        process(1, 1, pids(2, 4_096));
        assertThat(Memory.over(proc, 1, MB, false)).isFalse();

        process(1, 1, pids(2, 4_097));
        assertThat(Memory.over(proc, 1, MB, false)).isTrue();
    }
}
