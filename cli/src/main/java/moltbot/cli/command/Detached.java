package moltbot.cli.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import moltbot.cli.failure.CliException;
import moltbot.cli.host.Host;
import moltbot.cli.house.Layout;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;

/// Starts `up` as a process of its own that outlives this one and the terminal.
final class Detached {
    /// Constant text; everything else is a positional argument.
    private static final String IGNORE_TERMINAL = "trap '' HUP INT; exec \"$@\"";

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final Layout layout;
    private final String listen;
    private final Map<String, String> secrets;

    Detached(Layout layout, String listen, Map<String, String> secrets) {
        this.layout = layout;
        this.listen = listen;
        this.secrets = secrets;
    }

    void start(Duration patience) throws IOException, InterruptedException {
        Files.createDirectories(layout.logs());
        Path log = layout.logs().resolve("supervisor.log");
        ProcessBuilder builder = new ProcessBuilder(command());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Process process = builder.start();
        try (OutputStream pipe = process.getOutputStream()) {
            for (Map.Entry<String, String> secret : secrets.entrySet()) {
                pipe.write((secret.getKey() + "=" + secret.getValue() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        long deadline = System.nanoTime() + patience.toNanos();
        while (!standing()) {
            if (process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                throw CliException.refused(lastWords(log));
            }
            if (System.nanoTime() > deadline) {
                throw CliException.refused("It did not come up in time; see " + log + ".");
            }
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", IGNORE_TERMINAL, "moltbot"));
        command.add(System.getProperty("moltbot.launcher", "./moltbot"));
        command.addAll(List.of("up", "--data", layout.data().toString(), "--secrets-fd", "0"));
        if (!listen.isEmpty()) {
            command.addAll(List.of("--listen", listen));
        }
        return command;
    }

    private boolean standing() {
        if (!Files.exists(layout.hostFile())) {
            return false;
        }
        try (LinkClient supervisor = Host.of(layout).link("supervisor")) {
            return supervisor.ask("house.state", JsonObject.EMPTY).list("compartments").objects().stream()
                    .allMatch(part -> part.text("state").equals("running"));
        } catch (ContractException | CliException e) {
            return false;
        }
    }

    private static String lastWords(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.reversed().stream()
                .filter(line -> line.startsWith("moltbot: "))
                .map(line -> line.substring("moltbot: ".length()))
                .findFirst()
                .orElse("It could not start; see " + log + ".");
    }
}
