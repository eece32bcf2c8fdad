package moltbot.guardian.observe.proxy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/// Reads configuration files of other programs, bounded; one that is not there is none, one that cannot be read is
/// told.
final class ConfigFiles {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_FILES = 500;

    private final List<String> unreadable = new ArrayList<>();
    private int opened;

    List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    Optional<String> text(Path file) {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            if (++opened > MOST_FILES || Files.size(file) > MOST_BYTES) {
                unreadable.add(file + ": there is more of it than is read");
                return Optional.empty();
            }
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            unreadable.add(file + ": it cannot be read (" + e.getClass().getSimpleName() + ")");
            return Optional.empty();
        }
    }

    /// Files that a pattern with `*` in its last part names, in order.
    List<Path> matching(Path folder, String pattern) {
        List<Path> found = new ArrayList<>();
        try {
            Path whole = folder.resolve(pattern).normalize();
            if (pattern.indexOf('*') < 0) {
                return Files.exists(whole) ? List.of(whole) : List.of();
            }
            Path parent = whole.getParent();
            Path name = whole.getFileName();
            if (parent == null || name == null || !Files.isDirectory(parent)) {
                return List.of();
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(parent, name.toString())) {
                files.forEach(found::add);
            }
        } catch (IOException | InvalidPathException | PatternSyntaxException e) {
            unreadable.add(folder + "/" + pattern + ": it cannot be listed");
        }
        Collections.sort(found);
        return found;
    }
}
