package moltbot.spawner.task;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A folder for each running task, with the archives on their way in and out. A folder left by a spawner that was
/// killed is removed at the next start. Sandboxes see none of it: what is in these folders was written here or
/// through an open file, so nothing in them is a link.
public final class WorkFolders {
    private static final System.Logger LOG = System.getLogger("work");

    private final Path top;

    private WorkFolders(Path top) {
        this.top = top;
    }

    /// Makes `top` an empty folder of mode 0700.
    public static WorkFolders prepare(Path top) throws IOException {
        Files.createDirectories(top);
        Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwx------"));
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(top)) {
            for (Path leftover : leftovers) {
                delete(leftover);
            }
        }
        return new WorkFolders(top);
    }

    Folder fresh() throws IOException {
        return new Folder(Files.createTempDirectory(top, "task-"));
    }

    private static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
                for (Path child : children) {
                    delete(child);
                }
            }
        }
        Files.deleteIfExists(path);
    }

    /// One task's folder.
    record Folder(Path path) implements AutoCloseable {
        @Override
        public void close() {
            try {
                delete(path);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "A task's folder is left until the next start.", e);
            }
        }
    }
}
