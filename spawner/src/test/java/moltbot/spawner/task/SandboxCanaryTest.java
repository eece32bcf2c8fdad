package moltbot.spawner.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import moltbot.contract.json.JsonObject;
import moltbot.spawner.bubblewrap.BrokenTiers;
import moltbot.spawner.bubblewrap.BubblewrapTier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/// The canary inside real sandboxes, sound and broken.
class SandboxCanaryTest {
    /// Not below `/tmp`, which the way into a sandbox covers.
    @TempDir(factory = Elsewhere.class)
    Path temp;

    private CanaryOperation canary;

    /// Where every machine has room and no sandbox mounts anything of its own, as it does on /tmp.
    static final class Elsewhere implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
            Path folder = Files.createTempDirectory(Path.of("/var/tmp"), "canary");
            // A sandbox is made by nobody, where these tests run as root.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            return folder;
        }
    }

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectories(temp.resolve("tier"));
        WorkFolders folders = WorkFolders.prepare(Files.createDirectories(temp.resolve("work")));
        canary = new CanaryOperation(
                new Availability(Optional.empty()), folders, Files.createDirectory(temp.resolve("data")));
    }

    private Tier broken(String... words) throws IOException {
        return BrokenTiers.with(temp.resolve("tier"), words);
    }

    @Test
    void reachesNothingFromASoundSandboxTwice() throws Exception {
        Tier sound = new BubblewrapTier(temp.resolve("tier"));
        for (int run = 0; run < 2; run++) {
            JsonObject answer = canary.run(sound);
            assertThat(answer.text("problem")).isEmpty();
            assertThat(answer.list("reached").texts()).isEmpty();
            assertThat(answer.text("tier")).isEqualTo("bubblewrap");
        }
    }

    @Test
    void tellsOfASharedNetwork() throws Exception {
        assertThat(canary.run(broken("--share-net")).list("reached").texts())
                .anyMatch(line -> line.startsWith("network "));
    }

    @Test
    void tellsOfTheMachinesFiles() throws Exception {
        assertThat(canary.run(broken("--ro-bind", "/etc/shadow", "/etc/shadow"))
                        .list("reached")
                        .texts())
                .contains("machine file /etc/shadow");
    }

    @Test
    void tellsOfTheDataFolder() throws Exception {
        String data = temp.resolve("data").toString();
        assertThat(canary.run(broken("--ro-bind", data, data)).list("reached").texts())
                .contains("machine folder " + data);
    }

    @Test
    void tellsOfDockersSocket() throws Exception {
        Path socket = Files.createFile(temp.resolve("docker.sock"));
        String here = socket.toString();
        // The inner sandbox is made from what the outer one shows, so it has to be there first.
        assertThat(canary.run(broken("--ro-bind", here, here, "--ro-bind", here, "/run/docker.sock"))
                        .list("reached")
                        .texts())
                .contains("network socket /run/docker.sock");
    }

    @Test
    void tellsOfWhatAnEarlierRunLeft() throws Exception {
        Path shared = Files.createDirectory(temp.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        Tier tier = BrokenTiers.sharing(temp.resolve("tier"), shared);
        canary.run(tier);
        assertThat(canary.run(tier).list("reached").texts()).anyMatch(line -> line.startsWith("machine leftover "));
    }
}
