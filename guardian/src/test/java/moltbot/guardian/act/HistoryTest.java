package moltbot.guardian.act;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import moltbot.contract.json.JsonObject;
import moltbot.guardian.judge.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T00:00:00Z"), ZoneOffset.UTC);
    private static final Finding FINDING = Finding.trip("L2", "x", "Reached from afar.", "TCP 0.0.0.0:80\nby control");

    @TempDir
    Path folder;

    @Test
    void writesWhenAFindingBeganAndEndedOneLineEachForTheOwnerAlone() throws Exception {
        History history = new History(folder, 10_000, CLOCK);
        history.began(FINDING);
        history.ended(FINDING);
        Path file = folder.resolve("findings.jsonl");
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        JsonObject first = JsonObject.parse(lines.getFirst());
        assertThat(first.text("at")).isEqualTo("2026-11-22T00:00:00Z");
        assertThat(first.text("what")).isEqualTo("began");
        assertThat(first.text("evidence")).isEqualTo(FINDING.evidence());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void neverGrowsBeyondTwiceItsBound() throws Exception {
        History history = new History(folder, 1_000, CLOCK);
        for (int i = 0; i < 100; i++) {
            history.began(FINDING);
        }
        assertThat(Files.size(folder.resolve("findings.jsonl"))).isLessThanOrEqualTo(1_000);
        assertThat(Files.size(folder.resolve("findings.1.jsonl"))).isLessThanOrEqualTo(1_000);
    }

    @Test
    void aFolderThatCannotBeWrittenKeepsNothingFromHappening() {
        new History(folder.resolve("absent"), 1_000, CLOCK).began(FINDING);
        assertThat(folder.resolve("absent")).doesNotExist();
    }
}
