package moltbot.guardian.observe.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Runs programs of the system and takes what they print, bounded in time and length, with no environment but a plain
/// locale and the folders of programs.
public final class Commands {
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final int MAX_BYTES = 4 << 20;
    private static final String PLACES = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin:/opt/homebrew/bin";

    private Commands() {}

    /// Where a program of this name is, in the folders of [System#getenv] `PATH` and the usual ones.
    static Optional<String> find(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + ":" + PLACES;
        for (String folder : path.split(":", -1)) {
            if (folder.startsWith("/") && Files.isExecutable(Path.of(folder, program))) {
                return Optional.of(Path.of(folder, program).toString());
            }
        }
        return Optional.empty();
    }

    /// What it printed; IOException where it failed, took too long, or printed too much.
    public static String output(List<String> argv) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(argv).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("PATH", PLACES);
        Process process = builder.start();
        Thread watch = Thread.ofVirtual().start(() -> endLate(process));
        try (InputStream in = process.getInputStream()) {
            process.getOutputStream().close();
            byte[] out = in.readNBytes(MAX_BYTES + 1);
            if (out.length > MAX_BYTES) {
                throw new IOException(argv.getFirst() + " printed more than can be read.");
            }
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                throw new IOException(argv.getFirst() + " failed.");
            }
            return new String(out, StandardCharsets.UTF_8);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while " + argv.getFirst() + " ran.", e);
        } finally {
            process.destroyForcibly();
            watch.interrupt();
        }
    }

    private static void endLate(Process process) {
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
