package moltbot.guardian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;
import moltbot.guardian.judge.Catalogue;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.watch.Alarm;
import moltbot.guardian.watch.Board;
import moltbot.guardian.watch.Standing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every check that runs is in the catalogue and has its page, and the other way round.
class RegistryTest {
    /// All that was promised.
    private static final Set<String> PROMISED = promised();

    @TempDir
    Path temp;

    private static Set<String> promised() {
        Set<String> ids = new TreeSet<>(List.of("T1", "G1", "U1"));
        Stream.of("L7", "N9", "D7", "P3", "H10", "S4", "R3", "B3")
                .forEach(last -> IntStream.rangeClosed(1, Integer.parseInt(last.substring(1)))
                        .forEach(number -> ids.add(last.charAt(0) + "" + number)));
        return ids;
    }

    private Set<String> running() throws IOException {
        Path data = TestFolders.folder(temp.resolve("data"), "rwx------");
        Settings settings = Settings.of(JsonObject.with("listen", "127.0.0.1:3000")
                .with("dataRoot", data.toString())
                .build());
        LinkClient breaker =
                new LinkClient(temp.resolve("none"), new Capability("guardian", new byte[32]), LinkLimits.DEFAULT);
        Board board = new Board(System::nanoTime, new Nobody());
        try (Watch watch = new Watch(
                settings,
                Set.of(),
                "",
                board,
                new Links(breaker, Optional.of(breaker), Optional.of(breaker), Optional.of(breaker)),
                new Own(temp, new byte[32]))) {
            return new TreeSet<>(
                    watch.board().standing().stream().map(Standing::check).toList());
        }
    }

    @Test
    void catalogueIsWhatWasPromised() {
        Set<String> catalogue = new TreeSet<>();
        Catalogue.ids().forEach(catalogue::add);
        assertThat(catalogue).isEqualTo(PROMISED);
    }

    @Test
    void everyPromisedCheckRuns() throws IOException {
        assertThat(running()).isEqualTo(PROMISED);
    }

    @Test
    void everyCheckThatRunsHasAPageThatSaysWhatWhyAndHowToMend() throws IOException {
        String page = Files.readString(Path.of("../docs/operations/checks.md"));
        Set<String> documented = new TreeSet<>();
        for (String section : page.split("(?m)^## ", -1)) {
            String id = section.lines().findFirst().orElse("").strip().split(" ", -1)[0];
            if (Catalogue.has(id)) {
                documented.add(id);
                assertThat(section).as(id).contains("**What:**", "**Why:**", "**Mend:**");
            }
        }
        assertThat(documented).isEqualTo(running());
    }

    @Test
    void whatShowsThatStrangersGetInIsNeverBypassed() {
        for (String id : List.of("L1", "L2", "L5", "H1", "H2", "H3", "B1", "B2", "G1")) {
            assertThat(Catalogue.of(id).bypassable()).as(id).isFalse();
        }
    }

    private static final class Nobody implements Alarm {
        @Override
        public void began(Finding finding) {
            throw new IllegalStateException(finding.toString());
        }

        @Override
        public void ended(Finding finding) {
            throw new IllegalStateException(finding.toString());
        }

        @Override
        public void swept() {
            throw new IllegalStateException("Nothing was started.");
        }
    }
}
