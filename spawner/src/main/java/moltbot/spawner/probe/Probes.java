package moltbot.spawner.probe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The probes that the guardian's canary flies with, in the order it does: fast, harmless wherever they run, and
/// content with a shell. Each is a file beside this class; its `kind` says which check it speaks for, `network` for B1
/// and `machine` for B2. The tests run every one of them alone too, and many more.
public final class Probes {
    private static final List<String> NAMES = List.of(
            "interfaces",
            "routes",
            "listeners",
            "unix-sockets",
            "engine-sockets",
            "connections",
            "data-folder",
            "machine-files",
            "system-read-only",
            "kernel-files",
            "devices",
            "processes",
            "handles",
            "environment",
            "privileges",
            "leftovers");

    private Probes() {}

    /// All of them.
    public static List<Probe> all() {
        return NAMES.stream().map(Probes::read).toList();
    }

    /// All of them as one program: each in a shell of its own, and `done` in the end.
    public static String canary() {
        StringBuilder script = new StringBuilder("cd / 2>/dev/null\n").append(Probe.SHELL);
        for (Probe probe : all()) {
            script.append("kind=")
                    .append(probe.said("kind"))
                    .append("\n(\n")
                    .append(probe.body())
                    .append(")\n");
        }
        return script.append("echo done\n").toString();
    }

    private static Probe read(String name) {
        try (InputStream in = Probes.class.getResourceAsStream(name + ".sh")) {
            if (in == null) {
                throw new IllegalStateException("This build lacks a probe: " + name);
            }
            return Probe.parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("A probe cannot be read: " + name, e);
        }
    }
}
