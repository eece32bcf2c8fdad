package moltbot.cli.start;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import moltbot.cli.failure.CliException;
import moltbot.cli.host.Host;
import moltbot.cli.house.Blueprint;
import moltbot.cli.house.Layout;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;

/// Starts `up` as a process of its own that outlives this one and the terminal.
public final class Detached {
    /// Constant text; everything else is a positional argument.
    private static final String IGNORE_TERMINAL = "trap '' HUP INT; exec \"$@\"";

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final Duration END_PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_WORDS = 64 << 10;

    private final Layout layout;
    private final Blueprint blueprint;
    private final List<String> words;
    private final Map<String, String> secrets;

    /// @param words  the command line of the process to start
    public Detached(Layout layout, Blueprint blueprint, List<String> words, Map<String, String> secrets) {
        this.layout = layout;
        this.blueprint = blueprint;
        this.words = List.copyOf(words);
        this.secrets = secrets;
    }

    public void start(Duration patience) throws IOException, InterruptedException {
        layout.prepare(blueprint);
        Path log = layout.logs().resolve("supervisor.log");
        long before = Files.exists(log) ? Files.size(log) : 0;
        ProcessBuilder builder = new ProcessBuilder(command());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Process process = builder.start();
        try (OutputStream pipe = process.getOutputStream()) {
            for (Map.Entry<String, String> secret : secrets.entrySet()) {
                pipe.write((secret.getKey() + "=" + secret.getValue() + "\n").getBytes(UTF_8));
            }
        }
        long deadline = System.nanoTime() + patience.toNanos();
        while (!standing(process.pid())) {
            if (process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                throw CliException.refused(lastWords(log, before));
            }
            if (System.nanoTime() > deadline) {
                end(process);
                throw CliException.refused(
                        "It did not come up in time and was stopped again; nothing was lost. See " + log + ".");
            }
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", IGNORE_TERMINAL, "moltbot"));
        command.add(System.getProperty("moltbot.launcher", "./moltbot"));
        command.addAll(words);
        return command;
    }

    /// True once the house that stands is the one that was started, not one that stood before: the shells between
    /// replace themselves, so the supervisor has the number of the process started here.
    private boolean standing(long started) {
        if (!Files.exists(layout.hostFile())) {
            return false;
        }
        try (LinkClient supervisor = Host.of(layout).link("supervisor")) {
            JsonObject state = supervisor.ask("house.state", JsonObject.EMPTY);
            return state.object("supervisor").number("pid") == started
                    && state.list("compartments").objects().stream()
                            .allMatch(part -> part.text("state").equals("running"));
        } catch (ContractException | CliException e) {
            return false;
        }
    }

    /// What it said last since it was started.
    private static String lastWords(Path log, long before) throws IOException {
        String said = "It could not start; see " + log + ".";
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                tail(log, Math.max(before, Files.size(log) - MOST_WORDS)), UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                said = line.startsWith("moltbot: ") ? line.substring("moltbot: ".length()) : said;
            }
        }
        return said;
    }

    private static InputStream tail(Path log, long from) throws IOException {
        return Channels.newInputStream(FileChannel.open(log).position(from));
    }
}
