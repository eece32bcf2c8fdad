package moltbot.cli.house;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogReaderTest {
    @TempDir
    Path folder;

    private Path log;

    @BeforeEach
    void nameLog() {
        log = folder.resolve("breaker.log");
    }

    private void write(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void keepsAHalfLineUntilItsRestIsThere() throws Exception {
        try (LogReader reader = new LogReader(log)) {
            assertThat(reader.lines()).isEmpty();
            write("one\ntw");
            assertThat(reader.lines()).containsExactly("one");
            assertThat(reader.lines()).isEmpty();
            write("o ä\nthree");
            assertThat(reader.lines()).containsExactly("two ä");
            assertThat(reader.unfinished()).containsExactly("three");
            assertThat(reader.unfinished()).isEmpty();
        }
    }

    @Test
    void readsALogToItsEndAfterItWasPutAside() throws Exception {
        write("one\n");
        try (LogReader reader = new LogReader(log)) {
            assertThat(reader.lines()).containsExactly("one");
            write("two\nthr");
            Files.move(log, folder.resolve("breaker.log.1"));
            assertThat(reader.lines()).containsExactly("two");
            write("ee\nfour\n");
            assertThat(reader.lines()).containsExactly("three", "four");
            write("five\n");
            assertThat(reader.lines()).containsExactly("five");
        }
    }

    @Test
    void readsOnlyTheEndOfALongLogAndMissesNothingAfterThat() throws Exception {
        byte[] line = ("x".repeat(99) + "\n").getBytes(UTF_8);
        byte[] long8 = new byte[80_000 * line.length];
        for (int i = 0; i < 80_000; i++) {
            System.arraycopy(line, 0, long8, i * line.length, line.length);
        }
        Files.write(log, long8);
        write("last\n");
        try (LogReader reader = new LogReader(log)) {
            List<String> lines = reader.lines();
            assertThat(lines).hasSizeBetween(2_000, 3_000).endsWith("last");
            assertThat(lines.getFirst()).hasSize(99);

            Files.write(log, long8, StandardOpenOption.APPEND);
            int count = 0;
            while (count < 80_000) {
                List<String> more = reader.lines();
                assertThat(more).isNotEmpty();
                count += more.size();
            }
            assertThat(count).isEqualTo(80_000);
        }
    }
}
