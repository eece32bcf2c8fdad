package moltbot.control.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("audit.jsonl");
    }

    private Head write(int records) throws IOException, InterruptedException {
        try (Audit audit = Audit.open(folder, InstantSource.system())) {
            for (int i = 0; i < records; i++) {
                audit.record("authorize", JsonObject.with("call", "c" + i).build());
            }
            return audit.head();
        }
    }

    private Verification verify(Optional<Head> remembered) throws IOException, InterruptedException {
        try (Audit audit = Audit.open(folder, InstantSource.system())) {
            return audit.verify(remembered);
        }
    }

    @Test
    void holdsAndGoesOnAfterRestart() throws Exception {
        Head first = write(5);
        Head second = write(5);
        Verification whole = verify(Optional.of(first));
        assertThat(whole.problem()).isEmpty();
        assertThat(whole.head()).isEqualTo(second);
        assertThat(second.count()).isEqualTo(10);
    }

    @Test
    void keepsOneChainWhenManyWriteAtOnce() throws Exception {
        try (Audit audit = Audit.open(folder, InstantSource.system());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                JsonObject detail = JsonObject.with("call", "c" + i).build();
                all.add(threads.submit(() -> {
                    audit.record("authorize", detail);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            assertThat(audit.verify(Optional.empty()).problem()).isEmpty();
            assertThat(audit.head().count()).isEqualTo(300);
        }
    }

    @Test
    void findsAnyChangedByte() throws Exception {
        write(4);
        byte[] good = Files.readAllBytes(file());
        for (int i = 0; i < good.length; i += 7) {
            byte[] bad = good.clone();
            bad[i] ^= 0x01;
            Files.write(file(), bad);
            assertThat(ChainReader.whole(file(), Optional.empty(), Long.MAX_VALUE)
                            .ok())
                    .as("byte %d", i)
                    .isFalse();
        }
    }

    @Test
    void findsDeletedRecord() throws Exception {
        Head head = write(6);
        List<String> lines = new ArrayList<>(Files.readAllLines(file()));
        for (int missing = 0; missing < 5; missing++) {
            List<String> fewer = new ArrayList<>(lines);
            fewer.remove(missing);
            Files.write(file(), fewer);
            assertThat(verify(Optional.empty()).ok()).as("record %d", missing).isFalse();
        }
        Files.write(file(), lines.subList(0, 5));
        assertThat(verify(Optional.empty()).ok()).isTrue();
        assertThat(verify(Optional.of(head)).problem()).contains("ends at record 5; it had 6");
    }

    @Test
    void findsReorderedRecords() throws Exception {
        write(6);
        List<String> lines = new ArrayList<>(Files.readAllLines(file()));
        Collections.swap(lines, 2, 3);
        Files.write(file(), lines);
        assertThat(verify(Optional.empty()).problem()).contains("does not follow");
    }

    @Test
    void findsChainBegunAnew() throws Exception {
        Head head = write(3);
        Files.delete(file());
        write(5);
        assertThat(verify(Optional.of(head)).problem()).contains("not the one that was remembered");
    }

    @Test
    void findsTruncationWhileItRuns() throws Exception {
        try (Audit audit = Audit.open(folder, InstantSource.system())) {
            audit.record("report", JsonObject.EMPTY);
            audit.record("report", JsonObject.EMPTY);
            List<String> lines = Files.readAllLines(file());
            Files.write(file(), lines.subList(0, 1));
            assertThat(audit.verify(Optional.empty()).problem()).contains("ends at record 1 of 2");
        }
    }

    @Test
    void takesAwayTornLastLineAndRecordsIt() throws Exception {
        write(3);
        Files.writeString(file(), "{\"seq\":4,\"at\":17", StandardOpenOption.APPEND);
        assertThat(verify(Optional.empty()).problem()).isEmpty();
        assertThat(Files.readString(file())).contains("\"kind\":\"repaired\"").contains("\"tornBytes\":16");
        assertThat(verify(Optional.empty()).head().count()).isEqualTo(4);
    }

    @Test
    void refusesEverythingOnBrokenChain() throws Exception {
        write(3);
        List<String> lines = new ArrayList<>(Files.readAllLines(file()));
        lines.set(1, lines.get(1).replace("c1", "c7"));
        Files.write(file(), lines);
        try (Audit audit = Audit.open(folder, InstantSource.system())) {
            assertThatThrownBy(() -> audit.record("report", JsonObject.EMPTY))
                    .isInstanceOfSatisfying(
                            ContractException.class, e -> assertThat(e.reason()).isEqualTo("audit-failed"))
                    .hasMessageContaining("move it aside");
        }
        assertThat(Files.readAllLines(file())).hasSize(3);
    }

    @Test
    void readsOnlyTheEndOfLongFileAtStart() throws Exception {
        try (Audit audit = Audit.open(folder, InstantSource.system())) {
            for (int i = 0; i < 400; i++) {
                audit.record("report", JsonObject.with("text", "x".repeat(500)).build());
            }
        }
        Verification tail = ChainReader.tail(file());
        assertThat(tail.ok()).isTrue();
        assertThat(tail.head().count()).isEqualTo(400);
    }
}
