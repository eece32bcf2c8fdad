package moltbot.systemtest.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import moltbot.contract.ContractException;
import moltbot.testing.Needed;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The house on a disk that fills up. The disk is a small tmpfs, which takes root to mount.
@EnabledOnOs(OS.LINUX)
class FullDiskTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void mayMount() {
        Needed.root();
    }

    @Test
    void refusesWhatItCannotKeepAndGoesOnWhenThereIsRoom() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        command("mount", "-t", "tmpfs", "-o", "size=48m,mode=0700", "tmpfs", disk.toString());
        try (TestHouse house = TestHouse.up(disk.resolve("data"), Map.of())) {
            Conversation chat = new Conversation(house, "full");
            assertThat(chat.answer(chat.say("hi"))).isNotBlank();
            int kept = chat.history().size();

            Path filler = disk.resolve("filler");
            fill(filler);
            assertThatThrownBy(() -> chat.say("This cannot be kept."))
                    .isInstanceOfSatisfying(ContractException.class, e -> {
                        assertThat(e.reason()).isEqualTo("storage");
                        assertThat(e.getMessage()).contains("disk");
                    });
            assertThat(chat.history()).hasSize(kept);

            Files.delete(filler);
            assertThat(chat.answer(chat.say("And now?"))).isNotBlank();
            house.awaitState("CLOSED");
        } finally {
            command("umount", "--lazy", disk.toString());
        }
    }

    private static void fill(Path file) throws IOException {
        byte[] block = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static void command(String... command) throws Exception {
        Process process = new ProcessBuilder(List.of(command)).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }
}
