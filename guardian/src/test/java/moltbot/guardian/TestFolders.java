package moltbot.guardian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Folders and files of a given mode, whatever the umask.
public final class TestFolders {
    private TestFolders() {}

    public static Path folder(Path path, String mode) throws IOException {
        Files.createDirectories(path);
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    public static Path file(Path path, String mode) throws IOException {
        Files.writeString(path, "x");
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
