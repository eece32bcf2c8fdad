package moltbot.cli.confine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A network namespace of its own for a process and all it starts: no interface but its own loopback, so that internet
/// sockets lead nowhere. Seccomp could only forbid such sockets for good, and programs in a sandbox need them to reach
/// the proxy on the sandbox's own loopback. Linux only; made by `unshare` of util-linux.
public final class OwnNetwork {
    private static final List<Path> PROGRAMS = List.of(Path.of("/usr/bin/unshare"), Path.of("/bin/unshare"));
    private static final int TRIAL_SECONDS = 5;

    private OwnNetwork() {}

    /// What to put before a command so that it starts in a network of its own; empty where that cannot be had. By
    /// root directly, by everybody else in a user namespace in which they stay who they are.
    public static List<String> words() throws IOException {
        for (Path program : PROGRAMS) {
            if (Files.isExecutable(program)) {
                List<String> words = new ArrayList<>(List.of(program.toString(), "--net"));
                if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
                    words.addAll(List.of("--user", "--map-current-user"));
                }
                words.add("--");
                return works(words) ? words : List.of();
            }
        }
        return List.of();
    }

    private static boolean works(List<String> words) throws IOException {
        List<String> trial = new ArrayList<>(words);
        trial.add("/bin/true");
        ProcessBuilder builder = new ProcessBuilder(trial)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        Process process = builder.start();
        try {
            return process.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while a network of its own was tried.", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
