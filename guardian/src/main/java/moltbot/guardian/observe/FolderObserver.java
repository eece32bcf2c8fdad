package moltbot.guardian.observe;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import moltbot.guardian.fact.Folders;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.PathFact;
import moltbot.guardian.fact.PathFact.Kind;
import org.jspecify.annotations.Nullable;

/// Sees who may use the data folder: the folder, what lies in it, and the files in each part; all of `secrets`. Follows
/// no link. What lies deeper is behind a folder that was looked at.
public final class FolderObserver {
    private static final int MAX_ENTRIES = 1_000;
    private static final int SECRETS_DEPTH = 4;
    private static final int TYPE = 0170000;

    private final Path data;
    private final Path run;

    FolderObserver(Path data, Path run) {
        this.data = data;
        this.run = run;
    }

    /// Looks now.
    public Observation<Folders> observe() {
        try {
            List<PathFact> sockets = new ArrayList<>();
            List<PathFact> files = new ArrayList<>();
            files.add(require(data));
            sockets.add(require(run));
            for (PathFact part : entries(data)) {
                if (!part.path().equals(run)) {
                    files.add(part);
                    addFiles(part, part.path().endsWith("secrets") ? SECRETS_DEPTH : 1, files);
                }
            }
            for (PathFact entry : entries(run)) {
                (entry.kind() == Kind.FILE ? files : sockets).add(entry);
                if (entry.kind() == Kind.FOLDER) {
                    sockets.addAll(entries(entry.path()));
                }
            }
            return new Observation.Seen<>(new Folders(sockets, files));
        } catch (IOException | DirectoryIteratorException e) {
            return new Observation.Unobservable<>("The data folder could not be looked at: " + e.getMessage());
        }
    }

    private static void addFiles(PathFact folder, int depth, List<PathFact> files) throws IOException {
        if (folder.kind() != Kind.FOLDER || depth == 0) {
            return;
        }
        for (PathFact entry : entries(folder.path())) {
            if (entry.kind() != Kind.FOLDER || depth > 1) {
                files.add(entry);
                addFiles(entry, depth - 1, files);
            }
        }
    }

    private static PathFact require(Path path) throws IOException {
        PathFact fact = look(path);
        if (fact == null) {
            throw new NoSuchFileException(path.toString());
        }
        return fact;
    }

    private static List<PathFact> entries(Path folder) throws IOException {
        List<PathFact> entries = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
            for (Path path : paths) {
                PathFact fact = look(path);
                if (fact != null) {
                    entries.add(fact);
                }
                if (entries.size() >= MAX_ENTRIES) {
                    break;
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return entries;
    }

    /// Null where it went away meanwhile.
    private static @Nullable PathFact look(Path path) throws IOException {
        try {
            Map<String, Object> attributes = Files.readAttributes(path, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
            int mode = number(attributes, "mode").intValue();
            Kind kind = switch (mode & TYPE) {
                case 0040000 -> Kind.FOLDER;
                case 0100000 -> Kind.FILE;
                case 0120000 -> Kind.LINK;
                default -> Kind.OTHER;
            };
            return new PathFact(
                    path, kind, mode & 0777, number(attributes, "uid").longValue());
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static Number number(Map<String, Object> attributes, String name) throws IOException {
        if (attributes.get(name) instanceof Number number) {
            return number;
        }
        throw new IOException("This file system does not tell a file's " + name + ".");
    }
}
