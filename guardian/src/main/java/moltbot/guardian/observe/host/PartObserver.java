package moltbot.guardian.observe.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.host.PartFact;
import moltbot.guardian.fact.host.Parts;

/// Sees the supervisor and its children that are compartments, in /proc (proc_pid_status(5), proc_pid_cmdline(5),
/// proc_pid_environ(5)).
public final class PartObserver {
    private static final int MAX_BYTES = 256 << 10;

    private final Path proc;
    private final long supervisor;

    /// @param proc  `/proc` outside tests
    public PartObserver(Path proc, long supervisor) {
        this.proc = proc;
        this.supervisor = supervisor;
    }

    /// Looks now.
    public Observation<Parts> observe() {
        if (!Files.isDirectory(proc.resolve("self"))) {
            return new Observation.Unobservable<>("This system does not show how its processes are confined.");
        }
        try {
            List<PartFact> parts = new ArrayList<>();
            Optional<PartFact> own = read(supervisor, "supervisor");
            if (own.isEmpty()) {
                return new Observation.Unobservable<>("The supervisor's process cannot be seen.");
            }
            parts.add(own.get());
            for (long child : children()) {
                String name = compartment(words(proc.resolve(child + "/cmdline")));
                if (!name.isEmpty()) {
                    read(child, name).ifPresent(parts::add);
                }
            }
            return new Observation.Seen<>(new Parts(parts));
        } catch (IOException e) {
            return new Observation.Unobservable<>(
                    "The processes of this house could not be looked at: " + e.getMessage());
        }
    }

    /// Every thread's children, as the kernel lists them for each.
    private List<Long> children() throws IOException {
        List<Long> children = new ArrayList<>();
        Path tasks = proc.resolve(supervisor + "/task");
        try (var threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                Path list = thread.resolve("children");
                if (!Files.exists(list) && Files.exists(thread)) {
                    throw new IOException("this kernel does not list a process's children");
                }
                for (String pid : text(list).strip().split(" ", -1)) {
                    if (!pid.isEmpty()) {
                        children.add(Long.parseLong(pid));
                    }
                }
            }
        }
        return children;
    }

    /// The compartment whose main class stands in the arguments, or empty.
    static String compartment(List<String> arguments) {
        for (String argument : arguments) {
            String main = argument.substring(argument.indexOf('/') + 1);
            if (main.startsWith("moltbot.") && main.endsWith(".Main") && main.length() > "moltbot..Main".length()) {
                return main.substring("moltbot.".length(), main.length() - ".Main".length());
            }
        }
        return "";
    }

    private Optional<PartFact> read(long pid, String name) throws IOException {
        Path folder = proc.resolve(Long.toString(pid));
        String status = text(folder.resolve("status"));
        if (status.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PartFact(
                name,
                pid,
                number(field(status, "Uid").split("\\s", -1)[1], 10),
                number(field(status, "CapEff"), 16),
                field(status, "NoNewPrivs").equals("1"),
                field(status, "Seccomp").equals("2"),
                words(folder.resolve("cmdline")),
                readable(folder.resolve("environ")),
                attached(pid)));
    }

    /// HotSpot's attach mechanism: the file that asks for it, and the socket that is it.
    private String attached(long pid) {
        Path folder = proc.resolve(Long.toString(pid));
        for (Path file : List.of(
                folder.resolve("root/tmp/.java_pid" + pid),
                folder.resolve("root/tmp/.attach_pid" + pid),
                folder.resolve("cwd/.attach_pid" + pid))) {
            if (Files.exists(file)) {
                return file.getFileName().toString();
            }
        }
        return "";
    }

    private static String field(String status, String name) throws IOException {
        for (String line : status.split("\n", -1)) {
            if (line.startsWith(name + ":")) {
                return line.substring(name.length() + 1).strip();
            }
        }
        throw new IOException("The kernel does not tell " + name + ".");
    }

    private static long number(String text, int radix) throws IOException {
        try {
            return Long.parseUnsignedLong(text, radix);
        } catch (NumberFormatException e) {
            throw new IOException("The kernel tells " + text + " where a number should be.", e);
        }
    }

    private static List<String> readable(Path file) {
        try {
            return words(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static List<String> words(Path file) throws IOException {
        List<String> words = new ArrayList<>();
        for (String word : text(file).split("\0", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    /// Empty where there is none, or its process has ended.
    private static String text(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return "";
            }
            throw e;
        }
    }
}
