package moltbot.guardian.observe.host;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.host.Places;

/// Sees what the folders above the data say of themselves, and looks for secrets in the logs and the settings, where
/// none belongs. What it finds it tells by place, never by content.
public final class PlaceObserver {
    private static final int TAIL_BYTES = 256 << 10;
    private static final int MAX_FILES = 200;
    private static final List<String> SYNCED = List.of(
            "dropbox",
            "onedrive",
            "google drive",
            "googledrive",
            "nextcloud",
            "owncloud",
            "icloud drive",
            "mobile documents",
            "syncthing",
            "pcloud",
            "seafile");
    private static final List<String> MARKERS = List.of(
            ".stfolder", ".dropbox", ".dropbox.cache", ".owncloudsync.log", ".nextcloudsync.log", ".seafile-data");
    private static final List<String> SERVED = List.of("public_html", "htdocs", "wwwroot");
    private static final List<Path> SERVED_ROOTS =
            List.of(Path.of("/var/www"), Path.of("/srv/http"), Path.of("/usr/share/nginx"));
    /// Keys of model providers, whatever their name, tokens of bots, and a name and password in an address.
    private static final Pattern SECRET = Pattern.compile("sk-ant-[A-Za-z0-9_-]{16}|sk-(?:proj-)?[A-Za-z0-9]{20}"
            + "|[0-9]{8}:AA[A-Za-z0-9_-]{33}"
            + "|[MNO][A-Za-z0-9_-]{22,30}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27}|://[^/\\s:@\"]+:[^/\\s@\"]+@");
    private static final Pattern DUMP = Pattern.compile("core(\\.\\d+)?|hs_err_pid\\d+\\.log|.+\\.(hprof|mdmp|dmp)");

    private final Path data;

    public PlaceObserver(Path data) {
        this.data = data;
    }

    /// Looks now.
    public Observation<Places> observe() {
        try {
            List<String> secrets = new ArrayList<>();
            for (Path file : files(data.resolve("logs"))) {
                look(file, secrets);
            }
            for (Path file : files(data.resolve("config"))) {
                look(file, secrets);
            }
            return new Observation.Seen<>(new Places(synced(), secrets, dumps()));
        } catch (IOException e) {
            return new Observation.Unobservable<>("The data folder could not be searched: " + e.getMessage());
        }
    }

    private List<String> synced() throws IOException {
        List<String> reasons = new ArrayList<>();
        Path real = Files.exists(data) ? data.toRealPath() : data;
        for (Path at = real; at != null && at.getFileName() != null; at = at.getParent()) {
            String name = at.getFileName().toString().toLowerCase(Locale.ROOT);
            if (SYNCED.stream().anyMatch(service -> name.equals(service) || name.startsWith(service + " -"))
                    || marked(at)) {
                reasons.add(at + " is copied to other machines");
            } else if (SERVED.contains(name) || SERVED_ROOTS.contains(at)) {
                reasons.add(at + " is where a web server finds its pages");
            } else if (Files.exists(at.resolve(".git")) && !ignored(at, real)) {
                reasons.add(at + " is a git checkout that does not ignore it");
            }
        }
        return reasons;
    }

    private static boolean marked(Path folder) {
        return MARKERS.stream().anyMatch(marker -> Files.exists(folder.resolve(marker)));
    }

    /// True where the checkout's own ignore file names the folder on the way to the data.
    private static boolean ignored(Path checkout, Path inside) throws IOException {
        Path file = checkout.resolve(".gitignore");
        if (inside.equals(checkout) || !Files.isRegularFile(file)) {
            return false;
        }
        String first = checkout.relativize(inside).getName(0).toString();
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            String rule = line.strip();
            if (List.of(first, "/" + first, first + "/", "/" + first + "/").contains(rule)) {
                return true;
            }
        }
        return false;
    }

    private List<String> dumps() throws IOException {
        List<String> dumps = new ArrayList<>();
        List<Path> folders = new ArrayList<>(List.of(data));
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(data)) {
            parts.forEach(folders::add);
        } catch (NoSuchFileException e) {
            return dumps;
        }
        for (Path folder : folders) {
            for (Path file : files(folder)) {
                if (DUMP.matcher(file.getFileName().toString()).matches()) {
                    dumps.add(file.toString());
                }
            }
        }
        return dumps;
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return files;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (files.size() < MAX_FILES && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                    files.add(entry);
                }
            }
        }
        return files;
    }

    /// The end of a file: older lines were looked at when they were new.
    private static void look(Path file, List<String> secrets) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(Math.max(0, channel.size() - TAIL_BYTES));
            java.nio.ByteBuffer end = java.nio.ByteBuffer.allocate(TAIL_BYTES);
            while (end.hasRemaining() && channel.read(end) >= 0) {
                continue;
            }
            String text = new String(end.array(), 0, end.position(), StandardCharsets.ISO_8859_1);
            if (SECRET.matcher(text).find()) {
                secrets.add(file.toString());
            }
        } catch (NoSuchFileException e) {
            return;
        }
    }
}
