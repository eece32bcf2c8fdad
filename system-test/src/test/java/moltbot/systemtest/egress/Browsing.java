package moltbot.systemtest.egress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import moltbot.contract.json.JsonObject;
import moltbot.systemtest.house.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// A site, real sandboxes and a surfer for tests of the browser; whatever a test opened is gone after it.
@TestInstance(Lifecycle.PER_CLASS)
abstract class Browsing {
    private Path folder;
    Site site;
    Sandboxes sandboxes;
    Surfer surfer;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        site = new Site(folder.resolve("site"));
        sandboxes = new Sandboxes(folder, Site.HOSTS, site.port(), site.certificate(), settings());
    }

    @AfterAll
    void stop() {
        sandboxes.close();
        site.close();
    }

    @BeforeEach
    void surf() throws Exception {
        surfer = new Surfer(folder, sandboxes);
        site.asked.clear();
        sandboxes.audit.clear();
    }

    @AfterEach
    void goneAfterClose() {
        surfer.close();
        awaitGone(Duration.ofSeconds(5));
    }

    /// The spawner's; bubblewrap where they say nothing.
    JsonObject settings() {
        return JsonObject.EMPTY;
    }

    /// Every process of every browser there is.
    List<ProcessHandle> browsers() {
        return sandboxes.spawned();
    }

    final void awaitGone(Duration patience) {
        Await.until("nothing left of any browser", patience, this::isGone);
    }

    /// No browser is left, nor what it was in.
    boolean isGone() {
        return browsers().isEmpty();
    }

    /// Kills what has this among its words; how many those were.
    final long kill(String word) {
        return browsers().stream()
                .filter(process -> words(process).contains(word))
                .filter(ProcessHandle::destroyForcibly)
                .count();
    }

    private static String words(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /// The memory of all of them, what is shared counted once for each.
    final long residentBytes() {
        long kilobytes = 0;
        for (ProcessHandle process : browsers()) {
            try {
                for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
                    kilobytes += line.startsWith("RssAnon:") ? Long.parseLong(line.replaceAll("\\D", "")) : 0;
                }
            } catch (IOException e) {
                // It has ended meanwhile.
                kilobytes += 0;
            }
        }
        return kilobytes << 10;
    }
}
