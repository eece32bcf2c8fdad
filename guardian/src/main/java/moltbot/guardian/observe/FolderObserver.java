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
/// no link. What lies deeper is behind a folder that was looked at. A folder with more entries than it looks at makes
/// the view [Observation.Partial]: what was not looked at was not seen to be safe.
public final class FolderObserver {
    static final int MAX_ENTRIES = 1_000;

    private static final int SECRETS_DEPTH = 4;
    private static final int TYPE = 0170000;

    private final Path data;
    private final Path run;

    FolderObserver(Path data, Path run) {
        this.data = data;
        this.run = run;
    }

    /// What is seen in one look.
    ///
    /// @param overfull  folders with more entries than were looked at
    private record Look(List<PathFact> sockets, List<PathFact> files, List<Path> overfull) {
        Look() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        private Observation<Folders> outcome() {
            Folders folders = new Folders(sockets, files);
            return overfull.isEmpty()
                    ? new Observation.Seen<>(folders)
                    : new Observation.Partial<>(
                            folders,
                            "The folder " + overfull.getFirst() + " holds more than " + MAX_ENTRIES
                                    + " entries; the rest was not looked at. Move away what is not Moltbot's.");
        }
    }

    /// Looks now.
    public Observation<Folders> observe() {
        try {
            Look look = new Look();
            look.files().add(require(data));
            look.sockets().add(require(run));
            for (PathFact part : entries(data, look)) {
                if (!part.path().equals(run)) {
                    look.files().add(part);
                    addFiles(part, part.path().endsWith("secrets") ? SECRETS_DEPTH : 1, look);
                }
            }
            for (PathFact entry : entries(run, look)) {
                (entry.kind() == Kind.FILE ? look.files() : look.sockets()).add(entry);
                if (entry.kind() == Kind.FOLDER) {
                    look.sockets().addAll(entries(entry.path(), look));
                }
            }
            return look.outcome();
        } catch (IOException | DirectoryIteratorException e) {
            return new Observation.Unobservable<>("The data folder could not be looked at: " + e.getMessage());
        }
    }

    private static void addFiles(PathFact folder, int depth, Look look) throws IOException {
        if (folder.kind() != Kind.FOLDER || depth == 0) {
            return;
        }
        for (PathFact entry : entries(folder.path(), look)) {
            if (entry.kind() != Kind.FOLDER || depth > 1) {
                look.files().add(entry);
                addFiles(entry, depth - 1, look);
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

    private static List<PathFact> entries(Path folder, Look look) throws IOException {
        List<PathFact> entries = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
            for (Path path : paths) {
                if (entries.size() >= MAX_ENTRIES) {
                    look.overfull().add(folder);
                    break;
                }
                PathFact fact = look(path);
                if (fact != null) {
                    entries.add(fact);
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
