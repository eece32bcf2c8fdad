package moltbot.cli.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import moltbot.cli.vault.GuardVault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./moltbot guard`: breaker and guardian alone, in front of another program's panel. See docs/GUARD.md.
@Command(
        name = "guard",
        description = "Stands in front of another program's panel: nobody reaches it without signing in here first.",
        mixinStandardHelpOptions = true)
final class GuardCommand implements Callable<Integer> {
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--upstream",
            paramLabel = "URL",
            description = "The panel: http://127.0.0.1:18789 or unix:/run/panel.sock.")
    private String upstream = "";

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where the guard listens (default: $MOLTBOT_LISTEN, else the setting, else 127.0.0.1:3000).")
    private String listen = "";

    @Option(
            names = "--inject",
            paramLabel = "KIND",
            description = "How the panel's own token is put in, so that no browser has it: header, basic, cookie,"
                    + " openclaw or none. The token is kept by: secret set upstream-token.")
    private String inject = "";

    @Option(names = "--detach", description = "Goes on in the background once it is up.")
    private boolean detach;

    @Override
    public Integer call() throws Exception {
        Layout layout = data.layout(Layout.GUARD_FOLDER);
        Settings settings = Settings.read(layout.settingsFile(), System.getenv(), listen, given());
        if (settings.upstream().isEmpty()) {
            throw CliException.refused("Name the panel to guard: ./moltbot guard --upstream http://127.0.0.1:18789, or"
                    + " --upstream unix:/run/panel.sock. Nothing was started.");
        }
        if (!settings.upstreamIsNear()) {
            throw CliException.refused(
                    "'" + settings.upstream() + "' can be reached without this guard, by whoever is on"
                            + " that network, and is sent the sign-in in clear. Let the panel listen on 127.0.0.1 or a Unix"
                            + " socket, and run the guard beside it. To do without all the same:"
                            + " 'insecure-remote-upstream: true'. Nothing was started.");
        }
        if (detach) {
            new Detached(layout, Blueprint.GUARD, words(layout), Map.of()).start(START_PATIENCE);
            new Welcome(Host.of(layout), layout, settings).print(new Terminal(System.out), true);
            return 0;
        }
        try (House house = House.start(layout, Blueprint.GUARD, settings, token(layout, settings), false)) {
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> UpCommand.endAndWait(house)));
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

    private static Map<String, String> token(Layout layout, Settings settings) {
        return settings.inject().equals("none")
                ? Map.of()
                : new GuardVault(layout)
                        .token()
                        .map(token -> Map.of(GuardVault.TOKEN, token))
                        .orElse(Map.of());
    }

    private Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        put(given, "guard.upstream", upstream);
        put(given, "guard.inject", inject);
        return given;
    }

    private static void put(Map<String, String> given, String setting, String value) {
        if (!value.isEmpty()) {
            given.put(setting, value);
        }
    }

    private List<String> words(Layout layout) {
        List<String> words =
                new ArrayList<>(List.of("guard", "--data", layout.data().toString()));
        Map<String, String> options = new LinkedHashMap<>();
        put(options, "--upstream", upstream);
        put(options, "--listen", listen);
        put(options, "--inject", inject);
        options.forEach((option, value) -> words.addAll(List.of(option, value)));
        return words;
    }
}
