package moltbot.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import moltbot.cli.failure.CliException;
import moltbot.cli.host.Host;
import moltbot.cli.host.Visitor;
import moltbot.cli.house.Blueprint;
import moltbot.cli.house.House;
import moltbot.cli.house.Layout;
import moltbot.cli.settings.Settings;
import moltbot.cli.start.Welcome;
import moltbot.cli.terminal.Terminal;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Part of the build: runs a whole house once on a throw-away data folder, as a person would use it, so that each
/// compartment can write its AOT cache (JEP 483, JEP 514) and start in a fraction of the time afterwards.
@Command(name = "train", hidden = true, description = "Makes the AOT caches.", mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Option(names = "--listen", description = "Where the house of the training run listens.")
    private String listen = "";

    @Option(names = "--model", description = "The base URL of the model server it talks to.")
    private String model = "";

    @Option(names = "--assemble", description = "Makes the caches of what a training run recorded.")
    private boolean assemble;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (assemble) {
            return assemble();
        }
        Files.createDirectories(House.aotFolder());
        Path folder = Files.createTempDirectory("moltbot-train");
        Layout layout = Layout.of(folder.resolve("data"));
        try {
            Files.createDirectories(layout.settingsFile().getParent());
            Files.writeString(layout.settingsFile(), "model:\n  provider: anthropic\n  anthropic-url: " + model + "\n");
            Settings settings = Settings.read(layout.settingsFile(), Map.of(), listen);
            try (House house =
                    House.start(layout, Blueprint.HOUSE, settings, Map.of("ANTHROPIC_API_KEY", "training"), true)) {
                List<String> problems = house.awaitReady(PATIENCE);
                if (!problems.isEmpty()) {
                    throw CliException.refused("The training run could not start: " + String.join(" ", problems));
                }
                use(layout, settings);
            }
        } finally {
            delete(folder);
        }
        return 0;
    }

    private static int assemble() throws IOException, InterruptedException {
        List<String> failed = House.assembleCaches();
        if (!failed.isEmpty()) {
            throw CliException.refused("No AOT cache could be made for " + String.join(", ", failed) + ".");
        }
        return 0;
    }

    private void use(Layout layout, Settings settings) throws IOException {
        Host host = Host.of(layout);
        new Welcome(host, layout, settings).print(new Terminal(System.err), false);
        try (LinkClient breaker = host.link("breaker");
                LinkClient control = host.link("control")) {
            String code = breaker.ask("breaker.code", JsonObject.EMPTY).text("code");
            Visitor visitor = new Visitor(listen);
            visitor.get("/");
            visitor.get("/sign-in");
            visitor.post(
                    "/auth/claim",
                    JsonObject.with("code", code)
                            .with("password", UUID.randomUUID().toString())
                            .build());
            visitor.learnToken();
            visitor.get("/");
            visitor.get("/api/overview");
            visitor.get("/api/sessions");
            visitor.post(
                    "/api/sessions/train/messages",
                    JsonObject.with("id", UUID.randomUUID().toString())
                            .with("text", "hi")
                            .build());
            visitor.listen("/api/sessions/train/events?after=-1", "turn_finished");
            say(control, "hi");
            say(control, "Write a Python script that prints hello world and run it");
            say(control, "list files");
        }
    }

    private static void say(LinkClient control, String text) {
        JsonObject accepted = control.ask(
                "chat.submit",
                JsonObject.with("id", UUID.randomUUID().toString())
                        .with("session", "train")
                        .build(),
                text.getBytes(StandardCharsets.UTF_8));
        JsonObject from = JsonObject.with("session", "train")
                .with("after", accepted.number("seq"))
                .build();
        try (LinkCall watch = control.open("chat.watch", from)) {
            watch.end();
            byte[] frame;
            while ((frame = watch.next()) != null) {
                if (JsonObject.parse(frame).text("type").equals("turn_finished")) {
                    return;
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
