package moltbot.cli.house;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import moltbot.cli.failure.CliException;
import moltbot.cli.failure.CliException.Code;
import moltbot.contract.file.AtomicFile;

/// Where everything of one house lies: the data folder with a folder for each compartment.
///
/// @param data  absolute
public record Layout(Path data) {
    /// The data folder's version this program writes; another is refused, never changed.
    static final String VERSION = "1";

    /// Where a guard that stands alone keeps what it has.
    public static final String GUARD_FOLDER = "guard-data";

    private static final int LONGEST_SOCKET_PATH = 100;
    /// What may be in the folder before its first start: settings, and the log of a start in the background.
    private static final Set<String> OWNERS_OWN = Set.of("config", "logs");

    public static Layout of(Path data) {
        return new Layout(data.toAbsolutePath().normalize());
    }

    /// The folder that a command is about which names none: of a house here, or else of a guard that stands alone.
    ///
    /// @param variable  the environment's `MOLTBOT_DATA`; may be empty
    public static Layout usual(Path here, String variable) {
        if (!variable.isEmpty()) {
            return Layout.of(here.resolve(variable));
        }
        Layout house = Layout.of(here.resolve("data"));
        Layout guard = Layout.of(here.resolve(GUARD_FOLDER));
        return !house.isHouse() && guard.isHouse() ? guard : house;
    }

    /// What is written behind a command that is to be about this folder; empty where it is about it by itself.
    public String named(Path here, String variable) {
        Path from = here.toAbsolutePath().normalize();
        return equals(usual(here, variable)) ? "" : " --data " + (data.startsWith(from) ? from.relativize(data) : data);
    }

    /// The same, where this program was started.
    public String named() {
        String variable = System.getenv("MOLTBOT_DATA");
        return named(Path.of(""), variable == null ? "" : variable);
    }

    public Path settingsFile() {
        return data.resolve("config").resolve("settings.yaml");
    }

    public Path run() {
        return data.resolve("run");
    }

    public Path logs() {
        return data.resolve("logs");
    }

    Path folder(String compartment) {
        return data.resolve(
                switch (compartment) {
                    case "runtime" -> "chats";
                    case "gateway" -> "secrets";
                    default -> compartment;
                });
    }

    /// Where secrets are kept, encrypted.
    public Path secrets() {
        return folder("gateway");
    }

    /// Where a compartment (or `supervisor`) listens for its peers.
    public Path socket(String compartment) {
        return run().resolve(compartment).resolve("link.sock");
    }

    /// Where signal-cli keeps the link to the owner's account, and listens.
    Path signal() {
        return data.resolve("signal");
    }

    Path signalSocket() {
        return signal().resolve("rpc.sock");
    }

    /// The host's capabilities, for the owner of this folder only.
    public Path hostFile() {
        return run().resolve("host.json");
    }

    /// Makes what is missing and refuses what cannot work.
    public void prepare(Blueprint blueprint) {
        if (socket("supervisor").toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET_PATH) {
            throw CliException.refused("The data folder's path is too long for Unix sockets: " + data
                    + ". Choose a shorter one with --data.");
        }
        try {
            privateFolder(data);
            checkVersion(blueprint);
            for (Path folder : new Path[] {data.resolve("config"), logs(), run()}) {
                privateFolder(folder);
            }
            if (Files.isRegularFile(settingsFile(), LinkOption.NOFOLLOW_LINKS)) {
                // Written with the owner's editor, and so with whatever mode that gives.
                Files.setPosixFilePermissions(settingsFile(), PosixFilePermissions.fromString("rw-------"));
            }
            for (Part part : blueprint.parts()) {
                privateFolder(folder(part.name()));
                privateFolder(run().resolve(part.name()));
            }
        } catch (IOException e) {
            throw new CliException(
                    Code.REFUSED,
                    "The data folder " + data + " cannot be written ("
                            + e.getClass().getSimpleName() + "). Choose another with --data, or give it to this user.",
                    e);
        }
    }

    /// Makes a folder that only its owner can enter, or makes it one.
    static void privateFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder);
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    /// True once something of ours was started on it.
    public boolean isHouse() {
        return Files.exists(data.resolve("VERSION"));
    }

    /// Which house this folder is for; the whole one where it does not say.
    public Blueprint blueprint() {
        return Files.exists(data.resolve(Blueprint.GUARD.kind())) ? Blueprint.GUARD : Blueprint.HOUSE;
    }

    private void checkVersion(Blueprint wanted) throws IOException {
        Path file = data.resolve("VERSION");
        if (!Files.exists(file)) {
            try (var entries = Files.list(data)) {
                if (entries.anyMatch(
                        entry -> !OWNERS_OWN.contains(entry.getFileName().toString()))) {
                    throw CliException.refused(
                            "The folder " + data
                                    + " is not empty and not Moltbot's; nothing in it was touched. Choose another with --data.");
                }
            }
            if (wanted == Blueprint.GUARD) {
                privateFolder(data.resolve(Blueprint.GUARD.kind()));
            }
            writePrivately(file, VERSION + "\n");
        }
        if (blueprint() != wanted) {
            throw CliException.refused("The data folder " + data + " belongs to another kind of house: start it with "
                    + blueprint().start() + ", or choose another folder with --data. Nothing was changed.");
        }
        String found = Files.readString(file).strip();
        if (!found.equals(VERSION)) {
            throw CliException.refused("The data folder " + data + " was written by another version (" + found
                    + ", this one writes " + VERSION
                    + "). Nothing was changed. Use the version that wrote it, or restore"
                    + " a backup.");
        }
    }

    /// Writes a small file that only its owner can read, whole or not at all, and through to the disk.
    static void writePrivately(Path file, String text) throws IOException {
        AtomicFile.replace(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Takes the house for this process; a second `up` on the same data is refused. Held until the process ends.
    FileLock lock() {
        try {
            FileChannel channel = FileChannel.open(
                    data.resolve("run").resolve("house.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Files.setPosixFilePermissions(
                    data.resolve("run").resolve("house.lock"), PosixFilePermissions.fromString("rw-------"));
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw CliException.refused("Moltbot is already running on " + data
                        + ". See it with ./moltbot status, stop it with ./moltbot down.");
            }
            return lock;
        } catch (IOException e) {
            throw new CliException(Code.REFUSED, "The data folder " + data + " cannot be locked.", e);
        }
    }
}
