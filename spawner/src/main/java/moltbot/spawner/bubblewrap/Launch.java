package moltbot.spawner.bubblewrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.spawner.task.RunOperation;

/// The command line that leads from this process into a sandbox. Only limits, paths of our own and the task's encoded
/// words vary.
///
/// @param layout  how this machine is laid out, see [Layout]
/// @param filter  the file with the [SeccompFilter]
/// @param root    whether this process runs as root, which no limit on processes would hold: then it becomes nobody
record Launch(Layout layout, Path filter, boolean root) {
    /// Open files of one process; with unread sockets and pipes in them they are memory no other limit sees.
    private static final int FILES = 256;

    /// What counts as the task's: `unshare`, the stage and its lifeline, the script, and two of each bubblewrap. Where
    /// there is a network, its forwarder too.
    private static final int OUR_PROCESSES = 8;

    /// What our own tools need, where a task may have less; [Memory] holds it to that.
    private static final long OUR_DATA = 16L << 20;

    /// Enough for any workspace of a conversation, and about 64 MB of the kernel's memory at most.
    private static final int INODES = 65_536;

    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    /// Where one run's files are.
    record RunFiles(Path inputs, Path archive, Path status, Path log, Path lifeline) {
        static RunFiles in(Path folder, Path inputs) {
            return new RunFiles(
                    inputs,
                    folder.resolve("out.tar"),
                    folder.resolve("status"),
                    folder.resolve("log"),
                    folder.resolve("lifeline"));
        }

        List<Path> all() {
            return List.of(inputs, archive, status, log);
        }
    }

    /// What a run gets from outside.
    ///
    /// @param unpack  whether there are inputs
    /// @param spoken  whether the task has a standard input; then the run has a [Lifeline] of its own
    /// @param network  its way to the network, if it has one
    record Ways(boolean unpack, boolean spoken, Forwarder network) {
        Ways(boolean unpack, boolean spoken) {
            this(unpack, spoken, Forwarder.NONE);
        }
    }

    static boolean runsAsRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    /// Starts it with no environment of this process's own, in `/`.
    static Process begin(List<String> words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
        builder.environment().put("LC_ALL", "C");
        builder.directory(Path.of("/").toFile());
        return builder.start();
    }

    List<String> words(SandboxSpec spec, SandboxLimits limits, Ways ways, RunFiles files) {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", Scripts.LAUNCH, "launch"));
        files.all().forEach(file -> words.add(file.toString()));
        words.add(filter.toString());
        words.add(ways.spoken() ? files.lifeline().toString() : "");
        words.addAll(ways.network().opening());
        if (root) {
            words.addAll(List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--"));
        }
        words.addAll(List.of("nice", "-n", "10"));
        words.addAll(List.of("unshare", "--user", "--map-root-user", "--mount", "--pid", "--fork", "--kill-child"));
        // In the new user namespace, where nobody else's processes count; for everything below, ours and the task's.
        words.addAll(List.of("--", "prlimit", "--core=0", "--memlock=0", "--msgqueue=0"));
        words.add("--fsize=" + RunOperation.archiveBytes(limits));
        int ours = ways.network().equals(Forwarder.NONE) ? OUR_PROCESSES : OUR_PROCESSES + 1;
        words.add("--nproc=" + (limits.processes() + ours));
        words.addAll(List.of("--data=" + Math.max(limits.memoryBytes(), OUR_DATA), "--nofile=" + FILES));
        words.addAll(List.of("--", "/bin/sh", "-c", Scripts.STAGE, "stage"));
        words.add("size=" + limits.diskBytes() + ",nr_inodes=" + INODES + ",mode=755,nosuid,nodev");
        words.addAll(ways.network().outer(layout.outer()));
        words.addAll(ways.network().listening());
        words.addAll(List.of("/bin/sh", "-c", Scripts.INSIDE, "inside", ways.unpack() ? "yes" : "no"));
        words.addAll(inside(spec, ways.network()));
        return words;
    }

    private List<String> inside(SandboxSpec spec, Forwarder network) {
        List<String> words = new ArrayList<>();
        words.add(Words.encode(spec.directory()));
        words.add(Words.encode(spec.argv().getFirst()));
        words.add(Words.encode(spec.env().getOrDefault("PATH", DEFAULT_PATH)));
        network.inner(layout.inner()).forEach(word -> words.add(Words.encode(word)));
        List.of("env", "-i", "--").forEach(word -> words.add(Words.encode(word)));
        SortedMap<String, String> env = new TreeMap<>(spec.env());
        env.putAll(spec.network().environment());
        env.forEach((name, value) -> words.add(Words.encode(name + "=" + value)));
        spec.argv().forEach(word -> words.add(Words.encode(word)));
        return words;
    }
}
