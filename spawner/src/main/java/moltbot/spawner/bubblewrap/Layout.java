package moltbot.spawner.bubblewrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What a task sees of the machine, as arguments of bubblewrap: programs and libraries, read only; nothing of
/// anybody's home, of `/var`, `/run`, `/srv`, `/opt`, `/sys` or the rest of `/etc`; no network, no other processes.
/// There are two sandboxes, one in the other: the outer one keeps the machine from the script that unpacks and packs
/// (see [Scripts]), the inner one keeps that script from the task.
///
/// @param outer  the words up to the script
/// @param inner  the words up to the task, as seen from the outer sandbox
record Layout(List<String> outer, List<String> inner) {
    private static final List<String> OUTER = List.of(
            "bwrap",
            "--unshare-all",
            "--die-with-parent",
            "--new-session",
            "--clearenv",
            "--cap-drop",
            "ALL",
            "--uid",
            "65534",
            "--gid",
            "65534",
            "--hostname",
            "sandbox",
            "--setenv",
            "PATH",
            "/usr/local/bin:/usr/bin:/bin",
            "--setenv",
            "LC_ALL",
            "C");

    /// Only what has to be the task's own: the rest is already apart. The session is, since signals to a process group
    /// reach its members whatever numbers they have.
    private static final List<String> INNER = List.of(
            "bwrap",
            "--unshare-user",
            "--unshare-pid",
            "--die-with-parent",
            "--new-session",
            "--cap-drop",
            "ALL",
            "--json-status-fd",
            "4");

    /// Folders that are links into `/usr` on most machines, and folders of their own on some.
    private static final List<String> SYSTEM = List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");

    /// What programs cannot do without and no secret can be in.
    private static final List<String> HARMLESS = List.of("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime");

    /// After everything is in place: the root and `/dev` are file systems without a bound, so nobody writes there.
    private static final List<String> OUTER_REST = List.of(
            "--ro-bind",
            "/tmp/etc/passwd",
            "/etc/passwd",
            "--ro-bind",
            "/tmp/etc/group",
            "/etc/group",
            "--ro-bind",
            "/tmp/etc/hosts",
            "/etc/hosts",
            "--proc",
            "/proc",
            "--dev",
            "/dev",
            // Reads the same, and cannot be mapped: mapping /dev/zero makes memory that no limit sees.
            "--dev-bind",
            "/dev/full",
            "/dev/zero",
            "--bind",
            "/tmp/shm",
            "/dev/shm",
            "--remount-ro",
            "/dev",
            "--bind",
            "/tmp/workspace",
            "/workspace",
            "--bind",
            "/tmp/tmp",
            "/tmp",
            "--chdir",
            "/workspace",
            "--remount-ro",
            "/",
            "--");

    /// No `--chdir`: it starts where the script is. The filter comes last, since it forbids all of the above.
    private static final List<String> INNER_REST = List.of(
            "--ro-bind",
            "/etc/passwd",
            "/etc/passwd",
            "--ro-bind",
            "/etc/group",
            "/etc/group",
            "--ro-bind",
            "/etc/hosts",
            "/etc/hosts",
            "--proc",
            "/proc",
            // The settings of its own network are a bound too, see Scripts.
            "--ro-bind",
            "/proc/sys",
            "/proc/sys",
            "--dev-bind",
            "/dev",
            "/dev",
            "--bind",
            "/workspace",
            "/workspace",
            "--bind",
            "/tmp",
            "/tmp",
            "--remount-ro",
            "/",
            "--seccomp",
            "9",
            "--");

    Layout {
        outer = List.copyOf(outer);
        inner = List.copyOf(inner);
    }

    /// Reads how this machine is laid out.
    static Layout ofThisMachine() throws IOException {
        List<String> system = system();
        return new Layout(joined(OUTER, system, OUTER_REST), joined(INNER, system, INNER_REST));
    }

    private static List<String> joined(List<String> first, List<String> then, List<String> last) {
        return Stream.of(first, then, last).flatMap(List::stream).toList();
    }

    private static List<String> system() throws IOException {
        List<String> words = new ArrayList<>(List.of("--ro-bind", "/usr", "/usr"));
        for (String folder : SYSTEM) {
            Path path = Path.of(folder);
            if (Files.isSymbolicLink(path)) {
                words.addAll(List.of("--symlink", Files.readSymbolicLink(path).toString(), folder));
            } else if (Files.isDirectory(path)) {
                words.addAll(List.of("--ro-bind", folder, folder));
            }
        }
        for (String file : HARMLESS) {
            words.addAll(List.of("--ro-bind-try", file, file));
        }
        return words;
    }
}
