package moltbot.spawner.bubblewrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a task sees of the machine, as arguments of bubblewrap: programs and libraries, read only; nothing of
/// anybody's home, of `/var`, `/run`, `/srv`, `/opt`, `/sys` or the rest of `/etc`; no network, no other processes.
final class Layout {
    private static final List<String> NAMESPACES = List.of(
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
            "/usr/bin:/bin",
            "--setenv",
            "LC_ALL",
            "C");

    /// Folders that are links into `/usr` on most machines, and folders of their own on some.
    private static final List<String> SYSTEM = List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");

    /// What programs cannot do without and no secret can be in.
    private static final List<String> HARMLESS = List.of("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime");

    /// After everything is in place: the root and `/dev` are file systems without a bound, so nobody writes there.
    private static final List<String> REST = List.of(
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
            "--seccomp",
            "9",
            "--");

    private Layout() {}

    /// Reads how this machine is laid out; the words up to the command.
    static List<String> words() throws IOException {
        List<String> words = new ArrayList<>(NAMESPACES);
        words.addAll(List.of("--ro-bind", "/usr", "/usr"));
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
        words.addAll(REST);
        return List.copyOf(words);
    }
}
