package moltbot.control.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import moltbot.contract.ContractException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// A disk that can be full, and that counts its flushes.
    private static final class Disk implements LineFile {
        private final StringBuilder content = new StringBuilder();
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch mayGoOn = new CountDownLatch(1);
        private volatile boolean full;
        private volatile int flushes;

        @Override
        public synchronized void append(byte[] lines) throws IOException {
            begun.countDown();
            await(mayGoOn);
            flushes = flushes + 1;
            if (full) {
                throw new IOException("No space left on device");
            }
            content.append(new String(lines, StandardCharsets.UTF_8));
        }

        private static void await(CountDownLatch latch) throws IOException {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public long tornBytes() {
            return 0;
        }

        @Override
        public void close() {
            full = true;
        }
    }

    @Test
    void sharesOneFlushAmongThoseWhoWait() throws Exception {
        Disk disk = new Disk();
        try (Journal journal = new Journal(disk, Journal.Outcome.IGNORED);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            all.add(threads.submit(() -> append(journal, "first")));
            disk.begun.await();
            CountDownLatch asked = new CountDownLatch(100);
            for (int i = 0; i < 100; i++) {
                all.add(threads.submit(() -> {
                    asked.countDown();
                    return append(journal, "more");
                }));
            }
            asked.await();
            disk.mayGoOn.countDown();
            for (Future<?> one : all) {
                one.get();
            }
            assertThat(disk.flushes).isLessThan(50);
            assertThat(disk.content.toString().lines()).hasSize(101);
        }
    }

    private static Object append(Journal journal, String text) throws InterruptedException {
        journal.append(() -> bytes(text));
        return text;
    }

    @Test
    void refusesWhileDiskIsFullAndGoesOnAfterwards() throws Exception {
        Disk disk = new Disk();
        disk.mayGoOn.countDown();
        List<String> outcomes = new ArrayList<>();
        Journal.Outcome outcome = new Journal.Outcome() {
            @Override
            public void kept() {
                outcomes.add("kept");
            }

            @Override
            public void lost() {
                outcomes.add("lost");
            }
        };
        try (Journal journal = new Journal(disk, outcome)) {
            append(journal, "one");
            disk.full = true;
            assertThatThrownBy(() -> append(journal, "two"))
                    .isInstanceOfSatisfying(
                            ContractException.class, e -> assertThat(e.reason()).isEqualTo("storage"));
            disk.full = false;
            append(journal, "three");
        }
        assertThat(disk.content.toString()).isEqualTo("one\nthree\n");
        assertThat(outcomes).containsExactly("kept", "lost", "kept");
    }

    @Test
    void survivesInterruptedCaller() throws Exception {
        Path path = folder.resolve("lines");
        try (Journal journal = Journal.open(path, Journal.Outcome.IGNORED)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> append(journal, "interrupted")).isInstanceOf(InterruptedException.class);
            append(journal, "after");
        }
        assertThat(Files.readString(path)).endsWith("after\n");
    }

    @Test
    void takesAwayWhatWasNotWrittenToItsEnd() throws Exception {
        Path path = folder.resolve("lines");
        String longLine = "x".repeat(200_000);
        Files.writeString(path, longLine + "\n" + longLine);
        try (Journal journal = Journal.open(path, Journal.Outcome.IGNORED)) {
            assertThat(journal.tornBytes()).isEqualTo(200_000);
            append(journal, "next");
        }
        assertThat(Files.readString(path)).isEqualTo(longLine + "\nnext\n");
    }

    @Test
    void writesWhatWaitsBeforeItCloses() throws Exception {
        Path path = folder.resolve("lines");
        Journal journal = Journal.open(path, Journal.Outcome.IGNORED);
        append(journal, "last");
        journal.close();
        assertThat(Files.readString(path)).isEqualTo("last\n");
        assertThatThrownBy(() -> append(journal, "late")).isInstanceOf(ContractException.class);
    }
}
