package moltbot.guardian.observe.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.host.Programs;
import org.jspecify.annotations.Nullable;

/// Compares what this house runs with what it was: by content (SHA-256) since the guardian's first look, and by size
/// and time since the supervisor's start. A file is read again only once its size or time is another. One thread.
public final class ProgramObserver {
    /// Whoever changes a file may set its time back, so now and then all are read again.
    private static final int WHOLE_EVERY = 30;
    private static final int BUFFER = 256 << 10;

    private final List<Path> roots;
    private final Path settings;
    private final long startedMillis;
    private final Map<Path, String> digests = new HashMap<>();
    private final Map<Path, String> stamps = new HashMap<>();
    private final List<String> younger = new ArrayList<>();
    private @Nullable Map<Path, String> first;
    private int looks;

    /// @param roots          programs, and folders of programs
    /// @param startedMillis  when the supervisor started: what is younger at the first look was changed since
    public ProgramObserver(List<Path> roots, Path settings, long startedMillis) {
        this.roots = List.copyOf(roots);
        this.settings = settings;
        this.startedMillis = startedMillis;
    }

    /// Looks now.
    public Observation<Programs> observe() {
        try {
            if (looks == 0) {
                // The first look is at a start, where reading them all would cost everybody's time.
                looks++;
                return new Observation.Seen<>(new Programs(List.copyOf(young()), false));
            }
            Map<Path, String> now = look();
            List<String> changed = new ArrayList<>();
            Map<Path, String> before = first;
            if (before == null) {
                before = now;
                first = now;
            }
            for (Path program : now.keySet()) {
                if (!now.get(program).equals(before.get(program))) {
                    changed.add(program.toString());
                }
            }
            for (Path program : before.keySet()) {
                if (!now.containsKey(program)) {
                    changed.add(program + " is gone");
                }
            }
            boolean other =
                    changed.removeIf(path -> path.equals(settings.toString()) || path.equals(settings + " is gone"));
            changed.addAll(younger);
            return new Observation.Seen<>(new Programs(changed, other));
        } catch (IOException e) {
            return new Observation.Unobservable<>("The programs of this house could not be read: " + e.getMessage());
        }
    }

    private Map<Path, String> look() throws IOException {
        if (++looks % WHOLE_EVERY == 0) {
            stamps.clear();
        }
        Map<Path, String> found = new TreeMap<>();
        for (Path file : files()) {
            String digest = digest(file);
            if (!digest.isEmpty()) {
                found.put(file, digest);
            }
        }
        return found;
    }

    private List<String> young() throws IOException {
        for (Path file : files()) {
            if (!file.equals(settings) && Files.getLastModifiedTime(file).toMillis() > startedMillis) {
                younger.add(file + " was changed since the start");
            }
        }
        return younger;
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(List.of(settings));
        for (Path root : roots) {
            try (Stream<Path> below = Files.walk(root, 6)) {
                below.filter(Files::isRegularFile).forEach(files::add);
            } catch (NoSuchFileException e) {
                continue;
            }
        }
        return files;
    }

    private String digest(Path file) throws IOException {
        try {
            long modified = Files.getLastModifiedTime(file).toMillis();
            String stamp = Files.size(file) + " " + modified;
            if (!stamp.equals(stamps.get(file))) {
                if (first == null && modified > startedMillis && !file.equals(settings) && !told(file)) {
                    younger.add(file + " was changed since the start");
                }
                digests.put(file, sha256(file));
                stamps.put(file, stamp);
            }
            return digests.getOrDefault(file, "");
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private boolean told(Path file) {
        return younger.contains(file + " was changed since the start");
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            int count;
            while ((count = in.read(buffer)) >= 0) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
