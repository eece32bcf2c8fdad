package moltbot.cli.command;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import moltbot.cli.option.DataOption;
import moltbot.cli.pin.Pin;
import moltbot.cli.pin.Pins;
import moltbot.cli.terminal.GuardPrinter;
import moltbot.cli.terminal.Terminal;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./moltbot status`: the breaker, the lease and the six compartments.
@Command(name = "status", description = "Shows the breaker and the six compartments.", mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--json", description = "Prints one JSON object, for scripts.")
    private boolean json;

    @Override
    public Integer call() {
        JsonObject state;
        try (LinkClient supervisor = data.host().link("supervisor")) {
            state = supervisor.ask("house.state", JsonObject.EMPTY);
        }
        if (state.list("compartments").objects().stream()
                .anyMatch(part -> part.text("name").equals("spawner"))) {
            state = state.toBuilder()
                    .with("sandbox", sandbox())
                    .with("channels", asked("channel.state", "channels"))
                    .with("servers", asked("server.state", "servers"))
                    .build();
        }
        Terminal terminal = new Terminal(System.out);
        if (json) {
            terminal.line(state.toString());
        } else {
            print(state, data.layout().named(), terminal);
            skills(terminal);
        }
        return 0;
    }

    /// What the spawner says of its sandboxes; a spawner that does not answer is told by its row.
    private JsonObject sandbox() {
        try (LinkClient spawner = data.host().link("spawner");
                LinkCall call = spawner.open("sandbox.watch", JsonObject.EMPTY)) {
            call.end();
            byte[] first = call.next();
            return first == null ? JsonObject.EMPTY : JsonObject.parse(first);
        } catch (ContractException e) {
            return JsonObject.EMPTY;
        }
    }

    /// What the gateway says of messengers or servers; empty where it does not answer, which its row tells.
    private JsonArray asked(String operation, String field) {
        try (LinkClient gateway = data.host().link("gateway")) {
            return gateway.ask(operation, JsonObject.EMPTY).list(field);
        } catch (ContractException e) {
            return JsonArray.EMPTY;
        }
    }

    /// Those that wait for their owner.
    private static void server(JsonObject server, Terminal terminal) {
        if (!server.text("state").equals("signed in")) {
            terminal.line("Server    " + server.text("server") + " wants "
                    + (server.text("state").equals("wanted") ? "you to sign in" : "more rights")
                    + ": ./moltbot server login " + server.text("server"));
        }
    }

    /// Those that are not what the owner pinned.
    private void skills(Terminal terminal) {
        for (Pin pin : new Pins(data.layout().data()).all()) {
            pin.problem()
                    .ifPresent(why -> terminal.line("Skill     " + pin.skill().name()
                            + " is left out from the next start on: " + Terminal.plain(why + " " + pin.mend())));
        }
    }

    private static void channel(JsonObject channel, Terminal terminal) {
        String account = channel.text("account");
        String called = channel.textOr("called", "");
        terminal.line("Channel   " + channel.text("channel") + " " + channel.text("state")
                + (account.isEmpty() ? "" : " as " + Terminal.plain(called.isEmpty() ? account : called)));
        if (!channel.text("why").isEmpty()) {
            terminal.line("          " + Terminal.plain(channel.text("why")));
        }
    }

    private static void sandbox(JsonObject sandbox, Terminal terminal) {
        String tier = sandbox.textOr("tier", "");
        String reason = sandbox.textOr("reason", "");
        if (!tier.isEmpty() || !reason.isEmpty()) {
            terminal.line("Sandbox   " + (tier.isEmpty() ? "none" : tier)
                    + (reason.isEmpty() ? "" : ": " + Terminal.plain(reason)));
        }
        String browser = tier.isEmpty() ? "" : sandbox.textOr("browser", "");
        String more = (sandbox.textOr("note", "") + " " + browser).strip();
        if (!more.isEmpty()) {
            terminal.line("          " + Terminal.plain(more));
        }
    }

    private static void print(JsonObject state, String named, Terminal terminal) {
        JsonObject breaker = state.object("breaker");
        terminal.line("Breaker   " + breaker.text("state") + "   " + breaker.text("address"));
        if (!breaker.text("why").isEmpty()) {
            terminal.line("          " + Terminal.plain(breaker.text("why")));
        }
        if (breaker.find("trip").orElse(JsonValue.NULL) instanceof JsonObject trip) {
            terminal.line("Tripped   " + trip.text("id") + " by " + trip.text("check") + ": "
                    + Terminal.plain(trip.text("reason")));
            terminal.line(
                    breaker.text("state").equals("HALF_OPEN")
                            ? "          It was reset and is being watched; tools come back by themselves within a minute or two."
                            : "          When it is mended: ./moltbot reset " + trip.text("id") + named);
        }
        terminal.line("Lease     "
                + (state.object("lease").find("ageMillis").isPresent()
                        ? state.object("lease").number("ageMillis") + " ms old"
                        : "none: the guard is not confirming that this machine is safe"));
        String confined = state.object("supervisor").text("confinedBy");
        terminal.line("Walls     " + (confined.isEmpty() ? "none: compartments run unconfined" : confined));
        sandbox(state.objectOr("sandbox", JsonObject.EMPTY), terminal);
        state.listOr("channels", JsonArray.EMPTY).objects().forEach(channel -> channel(channel, terminal));
        state.listOr("servers", JsonArray.EMPTY).objects().forEach(server -> server(server, terminal));
        state.list("insecure")
                .texts()
                .forEach(name -> terminal.line("WARNING   the setting " + name + " weakens this house."));
        state.objectOr("guard", JsonObject.EMPTY)
                .listOr("bypasses", JsonArray.EMPTY)
                .objects()
                .forEach(bypass -> terminal.line("WARNING   " + GuardPrinter.bypass(bypass)));
        terminal.line("");
        terminal.line(String.format(
                Locale.ROOT, "%-10s %-11s %8s %9s %8s %8s %9s", "", "STATE", "PID", "UP", "RSS", "PSS", "RESTARTS"));
        state.list("compartments").objects().forEach(part -> terminal.line(row(part)));
        state.listOr("services", JsonArray.EMPTY).objects().forEach(service -> terminal.line(row(service)));
        state.list("compartments").objects().stream()
                .filter(part -> !part.text("failure").isEmpty())
                .forEach(part -> terminal.line(part.text("name") + ": " + Terminal.plain(part.text("failure"))));
    }

    private static String row(JsonObject part) {
        return String.format(
                Locale.ROOT,
                "%-10s %-11s %8s %9s %8s %8s %9d",
                part.text("name"),
                part.text("state"),
                part.number("pid") < 0 ? "-" : part.number("pid"),
                age(Duration.ofSeconds(part.number("uptimeSeconds"))),
                megabytes(part.number("rssBytes")),
                megabytes(part.number("pssBytes")),
                part.number("restarts"));
    }

    private static String age(Duration age) {
        if (age.toHours() > 0) {
            return age.toHours() + "h" + age.toMinutesPart() + "m";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + "m" + age.toSecondsPart() + "s" : age.toSeconds() + "s";
    }

    private static String megabytes(long bytes) {
        return bytes < 0 ? "-" : String.format(Locale.ROOT, "%d MB", bytes >> 20);
    }
}
