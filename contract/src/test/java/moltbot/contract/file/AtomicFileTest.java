package moltbot.contract.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void replacesItForItsOwnerOnlyAndLeavesNothingBeside() throws IOException {
        Path file = Files.writeString(folder.resolve("small"), "old");
        Files.writeString(folder.resolve("small.new"), "half of what a crash le");
        AtomicFile.replace(file, "new".getBytes(UTF_8));
        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void anInterruptStopsItNotAndIsNotLost() throws IOException {
        Path file = folder.resolve("small");
        Thread.currentThread().interrupt();
        try {
            AtomicFile.replace(file, "kept".getBytes(UTF_8));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(file).hasContent("kept");
    }

    @Test
    void whatCannotBeWrittenIsAnError() {
        assertThatThrownBy(() -> AtomicFile.replace(folder.resolve("none/small"), new byte[1]))
                .isInstanceOf(NoSuchFileException.class);
    }
}
