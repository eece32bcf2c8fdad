package moltbot.cli.command;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import moltbot.cli.option.DataOption;
import moltbot.cli.terminal.Terminal;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./moltbot usage`: what models have cost today and this month, and the limits.
@Command(name = "usage", description = "Shows what models have cost, and the limits.", mixinStandardHelpOptions = true)
final class UsageCommand implements Callable<Integer> {
    private static final double NANOS_PER_DOLLAR = 1e9;

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--json", description = "Prints one JSON object, for scripts.")
    private boolean json;

    @Override
    public Integer call() {
        JsonObject usage;
        try (LinkClient gateway = data.host().link("gateway")) {
            usage = gateway.ask("usage.show", JsonObject.EMPTY);
        }
        Terminal terminal = new Terminal(System.out);
        if (json) {
            terminal.line(usage.toString());
        } else {
            print(usage, terminal);
        }
        return 0;
    }

    private static void print(JsonObject usage, Terminal terminal) {
        terminal.line("Today        " + spent(usage.object("day")) + "   (" + usage.text("today") + ", "
                + Terminal.plain(usage.text("zone")) + ")");
        terminal.line("This month   " + spent(usage.object("month")));
        terminal.line("A turn       at most " + dollars(usage.object("turn").number("capNanos")) + " and "
                + usage.object("turn").number("capTokens") + " tokens");
        List<JsonObject> models = usage.list("models").objects();
        if (!models.isEmpty()) {
            terminal.line("");
            terminal.line(row("This month, by model", "answers", "read", "from cache", "written", "cost"));
        }
        for (JsonObject model : models) {
            terminal.line(row(
                    Terminal.plain(model.text("model")),
                    Long.toString(model.number("questions")),
                    Long.toString(model.number("inputTokens") + model.number("cacheWriteTokens")),
                    Long.toString(model.number("cacheReadTokens")),
                    Long.toString(model.number("outputTokens")),
                    dollars(model.number("nanos"))));
        }
        terminal.line("");
        terminal.line("By this version's prices of " + Terminal.plain(usage.text("pricesAsOf"))
                + " and yours in model.prices; what broke off counts as the most it can have cost.");
    }

    private static String row(String model, String answers, String read, String cached, String written, String cost) {
        return String.format(Locale.ROOT, "%-36s %8s %10s %10s %9s %9s", model, answers, read, cached, written, cost);
    }

    private static String spent(JsonObject amount) {
        return dollars(amount.number("nanos")) + " of " + dollars(amount.number("capNanos")) + ", "
                + amount.number("tokens") + " of " + amount.number("capTokens") + " tokens";
    }

    private static String dollars(long nanos) {
        double dollars = nanos / NANOS_PER_DOLLAR;
        return String.format(Locale.ROOT, dollars < 1 && nanos % 10_000_000 != 0 ? "$%.4f" : "$%.2f", dollars);
    }
}
