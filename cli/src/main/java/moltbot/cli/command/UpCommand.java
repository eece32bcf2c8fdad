package moltbot.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import moltbot.cli.failure.CliException;
import moltbot.cli.host.Host;
import moltbot.cli.house.Blueprint;
import moltbot.cli.house.House;
import moltbot.cli.house.Layout;
import moltbot.cli.option.DataOption;
import moltbot.cli.settings.Settings;
import moltbot.cli.start.Detached;
import moltbot.cli.start.Welcome;
import moltbot.cli.terminal.Terminal;
import moltbot.cli.vault.OwnerSecrets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./moltbot up`: starts everything and prints the one address and, for a new house, the one-time code.
@Command(
        name = "up",
        description = "Starts everything and prints one address and a one-time code.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where the panel listens (default: $MOLTBOT_LISTEN, else the setting, else 127.0.0.1:3000).")
    private String listen = "";

    @Option(names = "--detach", description = "Goes on in the background once it is up.")
    private boolean detach;

    @Option(names = "--secrets-fd", hidden = true)
    private int secretsDescriptor = -1;

    @Override
    public Integer call() throws InterruptedException, IOException {
        Layout layout = data.layout("data");
        Settings settings = Settings.read(layout.settingsFile(), System.getenv(), listen);
        Map<String, String> secrets = OwnerSecrets.read(secretsDescriptor, dotEnv());
        if (detach) {
            new Detached(layout, Blueprint.HOUSE, up(layout), secrets).start(START_PATIENCE);
            new Welcome(Host.of(layout), layout, settings).print(new Terminal(System.out), true);
            return 0;
        }
        try (House house = House.start(layout, Blueprint.HOUSE, settings, secrets, false)) {
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> endAndWait(house)));
            List<String> problems = house.awaitReady(START_PATIENCE);
            if (!problems.isEmpty()) {
                throw CliException.refused("It could not start. " + String.join(" ", problems)
                        + " Everything was stopped again; nothing was lost.");
            }
            new Welcome(Host.of(layout), layout, settings).print(new Terminal(System.out), false);
            house.awaitEnd();
        }
        return 0;
    }

    private List<String> up(Layout layout) {
        List<String> words =
                new ArrayList<>(List.of("up", "--data", layout.data().toString(), "--secrets-fd", "0"));
        if (!listen.isEmpty()) {
            words.addAll(List.of("--listen", listen));
        }
        return words;
    }

    /// Beside the program itself: a folder that somebody happens to be in is not asked for keys.
    private static Path dotEnv() {
        return Path.of(System.getProperty("moltbot.launcher", "./moltbot")).resolveSibling(".env");
    }

    /// On a signal: end, and let the main thread close the house before the process is gone.
    static void endAndWait(House house) {
        house.askToEnd();
        house.close();
    }
}
