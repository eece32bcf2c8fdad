package moltbot.cli.command;

import java.util.concurrent.Callable;
import moltbot.cli.host.Host;
import moltbot.cli.house.Layout;
import moltbot.cli.option.DataOption;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./moltbot trip`: the stop that anyone on the host may pull.
@Command(
        name = "trip",
        description = "Blocks the panel and stops all tools at once, until somebody resets it.",
        mixinStandardHelpOptions = true)
final class TripCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever resets it.")
    private String reason = "The owner wants it blocked.";

    @Option(
            names = "--hide",
            description = "Also stops listening on every address but this machine's own, until it is reset.")
    private boolean hide;

    @Override
    public Integer call() {
        Layout layout = data.layout();
        try (LinkClient breaker = Host.of(layout).link("breaker")) {
            JsonObject trip = breaker.ask(
                    "breaker.trip",
                    JsonObject.with("reason", reason).with("exposure", hide).build());
            System.out.println(
                    "Tripped as " + trip.text("id") + ": the panel is blocked, everyone is signed out, tools are off.");
            System.out.println("When all is well again: ./moltbot reset " + trip.text("id") + layout.named());
        }
        return 0;
    }
}
