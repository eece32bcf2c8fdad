package moltbot.cli.house;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Files that signal-cli has loaded, strangers' among them: what the house wanted of them it has fetched within
/// seconds, and signal-cli never deletes one. Its folder is its own, so no link in it is followed.
final class LoadedFiles {
    /// How long one stays.
    static final Duration LIFE = Duration.ofHours(1);

    /// How much all of them may be.
    static final long MOST_BYTES = 256L << 20;

    private static final String FOLDER = "attachments";

    private record Loaded(Path name, Instant at, long size) {}

    private LoadedFiles() {}

    /// Deletes the old ones, and the oldest while there is too much. Does nothing where links could be followed.
    ///
    /// @param signal  signal-cli's folder
    static void sweep(Path signal, Instant now, long most) throws IOException {
        try (DirectoryStream<Path> whole = Files.newDirectoryStream(signal)) {
            if (whole instanceof SecureDirectoryStream<Path> secure) {
                sweep(secure, now, most);
            }
        }
    }

    private static void sweep(SecureDirectoryStream<Path> signal, Instant now, long most) throws IOException {
        try (SecureDirectoryStream<Path> folder =
                signal.newDirectoryStream(Path.of(FOLDER), LinkOption.NOFOLLOW_LINKS)) {
            List<Loaded> files = files(folder);
            files.sort(Comparator.comparing(Loaded::at));
            long bytes = files.stream().mapToLong(Loaded::size).sum();
            for (Loaded file : files) {
                if (bytes > most || file.at().isBefore(now.minus(LIFE))) {
                    folder.deleteFile(file.name());
                    bytes -= file.size();
                }
            }
        } catch (NoSuchFileException e) {
            // None was loaded yet, or signal-cli was quicker.
            return;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static List<Loaded> files(SecureDirectoryStream<Path> folder) throws IOException {
        List<Loaded> files = new ArrayList<>();
        for (Path entry : folder) {
            Path name = entry.getFileName();
            BasicFileAttributes is = folder.getFileAttributeView(
                            name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            if (is.isRegularFile()) {
                files.add(new Loaded(name, is.lastModifiedTime().toInstant(), is.size()));
            }
        }
        return files;
    }
}
