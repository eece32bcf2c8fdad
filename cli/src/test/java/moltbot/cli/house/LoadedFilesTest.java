package moltbot.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What signal-cli has loaded, and what is left of it.
class LoadedFilesTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    @TempDir
    Path signal;

    private Path loaded(Path folder, String name, Duration age, int size) throws IOException {
        Path file = Files.write(folder.resolve(name), new byte[size]);
        return Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
    }

    private static List<String> left(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void deletesTheOldAndTheOldestWhereThereIsTooMuch() throws Exception {
        LoadedFiles.sweep(signal, NOW, 100);
        Path folder = Files.createDirectory(signal.resolve("attachments"));
        loaded(folder, "old", Duration.ofMinutes(61), 1);
        loaded(folder, "first", Duration.ofMinutes(30), 60);
        loaded(folder, "second", Duration.ofMinutes(20), 60);
        loaded(folder, "third", Duration.ofMinutes(10), 40);
        Files.createDirectory(folder.resolve("folder"));
        Path account = Files.write(signal.resolve("account"), new byte[500]);

        LoadedFiles.sweep(signal, NOW, 100);
        assertThat(left(folder)).containsExactly("folder", "second", "third");
        assertThat(account).exists();
    }

    /// The folder is signal-cli's: what it makes of it must not have anything else deleted.
    @Test
    void followsNoLink(@TempDir Path others) throws Exception {
        Path mine = loaded(others, "mine", Duration.ofDays(9), 10);
        Path folder = Files.createDirectory(signal.resolve("attachments"));
        Files.createSymbolicLink(folder.resolve("link"), mine);
        LoadedFiles.sweep(signal, NOW, 1);
        assertThat(mine).exists();

        Files.delete(folder.resolve("link"));
        Files.delete(folder);
        Files.createSymbolicLink(folder, others);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> LoadedFiles.sweep(signal, NOW, 1)))
                .isInstanceOf(IOException.class);
        assertThat(mine).exists();
    }
}
