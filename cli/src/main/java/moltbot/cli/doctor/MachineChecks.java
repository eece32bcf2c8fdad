package moltbot.cli.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import moltbot.cli.confine.Confinement;

/// Looks at the machine: what Moltbot needs from it, and how to get what is not there.
final class MachineChecks {
    private static final long LITTLE_SPACE_BYTES = 500L << 20;
    private static final int PATIENCE_SECONDS = 5;

    private MachineChecks() {}

    static Diagnosis java() {
        String version = System.getProperty("java.vendor.version", System.getProperty("java.version"));
        return Runtime.version().feature() == 25
                ? Diagnosis.well("Java", version)
                : Diagnosis.ill("Java", "This is Java " + version + ".", "Install a JDK 25, or set JAVA_HOME to one.");
    }

    /// Why bubblewrap cannot make sandboxes here; nothing where it can.
    static Optional<SandboxChecks.Ill> bubblewrap() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.of(new SandboxChecks.Ill("it needs Linux.", "Run Moltbot on Linux for commands."));
        } else if (!onPath("bwrap")) {
            return Optional.of(new SandboxChecks.Ill(
                    "it is not installed.",
                    "apt install bubblewrap (Debian, Ubuntu), dnf install bubblewrap (Fedora)"));
        }
        return runs(List.of("bwrap", "--unshare-all", "--ro-bind", "/", "/", "/bin/true"))
                ? Optional.empty()
                : Optional.of(new SandboxChecks.Ill(
                        "it may not make namespaces here.",
                        "Allow user namespaces: sysctl -w kernel.unprivileged_userns_clone=1, or on Ubuntu 24.04 and"
                                + " later sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"));
    }

    static Diagnosis walls() {
        String walls = Confinement.ofThisMachine(true).describe();
        return walls.contains("Landlock")
                ? Diagnosis.well("Walls", walls + ".")
                : Diagnosis.lacking(
                        "Walls",
                        walls.isEmpty()
                                ? "This system cannot confine processes from the inside."
                                : "This kernel has no Landlock.",
                        "Linux 6.7 or later gives every compartment walls of its own; Moltbot runs without.");
    }

    static Diagnosis space(Path data) {
        try {
            Path existing = data.toAbsolutePath();
            while (!Files.exists(existing)) {
                existing = existing.resolve("..").normalize();
            }
            long free = Files.getFileStore(existing).getUsableSpace();
            String seen = (free >> 20) + " MB free at " + existing + ".";
            return free > LITTLE_SPACE_BYTES
                    ? Diagnosis.well("Disk", seen)
                    : Diagnosis.lacking("Disk", seen, "Free some space: without it no message can be taken.");
        } catch (IOException e) {
            return Diagnosis.ill(
                    "Disk", "The disk of " + data + " cannot be read.", "Choose another folder with --data.");
        }
    }

    /// For a house that is not running: can it listen where it is told to?
    ///
    /// @param name  what the address is to the owner
    static Diagnosis port(String name, String listen) {
        int colon = listen.lastIndexOf(':');
        String host = listen.substring(0, colon).replaceAll("[\\[\\]]", "");
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, Integer.parseInt(listen.substring(colon + 1))));
            return Diagnosis.well(name, listen + " is free.");
        } catch (IOException | IllegalArgumentException e) {
            return Diagnosis.ill(
                    name,
                    listen + " cannot be listened on: " + e.getMessage() + ".",
                    "Stop the program that uses it, or choose another, with --listen HOST:PORT or in the settings.");
        }
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> !folder.isEmpty() && Files.isExecutable(Path.of(folder, program)));
    }

    private static boolean runs(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
