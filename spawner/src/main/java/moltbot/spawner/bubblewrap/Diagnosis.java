package moltbot.spawner.bubblewrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Why bubblewrap does not work on this machine, in words an owner can act on.
final class Diagnosis {
    private static final List<String> FOLDERS = List.of("/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin");

    /// What the way into a sandbox needs besides; each is in the base system of every common distribution.
    private static final List<String> TOOLS =
            List.of("setpriv", "nice", "prlimit", "unshare", "mount", "tar", "find", "env", "stat", "chmod", "mkfifo");

    private final Path root;

    /// @param root  `/` outside tests
    Diagnosis(Path root) {
        this.root = root;
    }

    /// The programs that are not there, as a sentence; empty where all are.
    String missing() {
        if (!present("bwrap")) {
            return "Commands cannot be run: bubblewrap is not installed. " + install("bubblewrap");
        }
        for (String tool : TOOLS) {
            if (!present(tool)) {
                return "Commands cannot be run: the program '" + tool + "' is not installed. "
                        + install("util-linux coreutils findutils tar mount");
            }
        }
        return "";
    }

    /// Makes a sentence of a try that failed.
    ///
    /// @param log  what the tools said
    String failed(String log) throws IOException {
        String way;
        if (is("proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1")) {
            way = "AppArmor forbids user namespaces here; allow them with:"
                    + " sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0";
        } else if (is("proc/sys/kernel/unprivileged_userns_clone", "0")) {
            way = "This kernel forbids user namespaces; allow them with:"
                    + " sudo sysctl -w kernel.unprivileged_userns_clone=1";
        } else if (is("proc/sys/user/max_user_namespaces", "0")) {
            way = "This kernel allows no user namespaces; allow them with:"
                    + " sudo sysctl -w user.max_user_namespaces=10000";
        } else if (Files.exists(root.resolve(".dockerenv")) || Files.exists(root.resolve("run/.containerenv"))) {
            way = "This runs in a container, which must allow user namespaces (Docker: security_opt with"
                    + " 'seccomp=unconfined' and 'apparmor=unconfined' or a profile that allows them).";
        } else {
            way = "It needs bubblewrap 0.7 or later and a kernel that allows user namespaces.";
        }
        return "Commands cannot be run: bubblewrap does not work here. " + way + first(log);
    }

    private static String first(String log) {
        String line = log.strip().lines().findFirst().orElse("");
        return line.isEmpty() ? "" : " It said: " + line.substring(0, Math.min(line.length(), 200));
    }

    private String install(String packages) {
        if (Files.exists(root.resolve("etc/debian_version"))) {
            return "Install it: sudo apt install " + packages;
        } else if (Files.exists(root.resolve("usr/bin/dnf"))) {
            return "Install it: sudo dnf install " + packages.replace(" mount", "");
        } else if (Files.exists(root.resolve("usr/bin/pacman"))) {
            return "Install it: sudo pacman -S " + packages.replace(" mount", "");
        }
        return "Install " + packages + " with this system's package manager.";
    }

    private boolean present(String tool) {
        return FOLDERS.stream().anyMatch(folder -> Files.isExecutable(root.resolve(folder.substring(1), tool)));
    }

    private boolean is(String file, String value) throws IOException {
        Path path = root.resolve(file);
        return Files.isReadable(path) && Files.readString(path).strip().equals(value);
    }
}
