package moltbot.cli.start;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import moltbot.cli.host.Host;
import moltbot.cli.house.Blueprint;
import moltbot.cli.house.Layout;
import moltbot.cli.settings.Settings;
import moltbot.cli.terminal.Terminal;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;

/// What `up` prints once the house stands: where to go, the code for a new house, and what it runs with.
public final class Welcome {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final Host host;
    private final Layout layout;
    private final Settings settings;

    public Welcome(Host host, Layout layout, Settings settings) {
        this.host = host;
        this.layout = layout;
        this.settings = settings;
    }

    public void print(Terminal terminal, boolean detached) {
        boolean guard = layout.blueprint() == Blueprint.GUARD;
        try (LinkClient breaker = host.link("breaker")) {
            JsonObject state = awaitClosed(breaker);
            terminal.line("");
            terminal.line((guard ? "  The guard is up" : "  Moltbot is up")
                    + (state.text("state").equals("CLOSED")
                            ? "."
                            : ", but its page is blocked: " + Terminal.plain(state.text("why"))));
            terminal.line("");
            terminal.line("  Open     " + state.text("address"));
            if (!state.flag("claimed")) {
                JsonObject code = breaker.ask("breaker.code", JsonObject.EMPTY);
                terminal.line(String.format(
                        Locale.ROOT,
                        "  Code     %s   (works once, for %d minutes; ./moltbot code%s makes another)",
                        code.text("code"),
                        code.number("minutes"),
                        layout.named()));
            }
            terminal.line("");
            terminal.line(guard ? "  Before   " + settings.upstream() : "  Model    " + model());
            terminal.line("  Data     " + layout.data());
            settings.insecure()
                    .forEach(name -> terminal.line("  WARNING  the setting " + name + " weakens this house."));
            terminal.line("");
            terminal.line(detached ? "  Stop it with ./moltbot down" + layout.named() + "." : "  Stop it with Ctrl-C.");
            terminal.line("");
        }
    }

    private static JsonObject awaitClosed(LinkClient breaker) {
        long start = System.nanoTime();
        while (true) {
            Optional<JsonObject> state = state(breaker);
            boolean waited = System.nanoTime() - start > PATIENCE.toNanos();
            if (state.isPresent()
                    && (waited
                            || state.get().text("state").equals("CLOSED")
                            || state.get().has("trip"))) {
                return state.get();
            }
            if (waited) {
                throw new ContractException(ContractException.Code.UNAVAILABLE, "The breaker does not answer.");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static Optional<JsonObject> state(LinkClient breaker) {
        try {
            return Optional.of(breaker.ask("breaker.state", JsonObject.EMPTY));
        } catch (ContractException e) {
            return Optional.empty();
        }
    }

    private String model() {
        // The gateway tells the host only the names of its secrets; the panel shows which model answers.
        JsonObject names;
        try (LinkClient gateway = host.link("gateway")) {
            names = gateway.ask("secret.names", JsonObject.EMPTY);
        }
        return names.list("names").values().isEmpty()
                ? "demo: scripted, not an AI. For Claude: ./moltbot secret set anthropic-api-key"
                : "keys in the vault: " + String.join(", ", names.list("names").texts());
    }
}
