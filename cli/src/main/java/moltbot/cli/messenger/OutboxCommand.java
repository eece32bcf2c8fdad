package moltbot.cli.messenger;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import moltbot.cli.option.DataOption;
import moltbot.cli.terminal.Terminal;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./moltbot outbox`: answers on their way to messengers, and those that could not be delivered.
@Command(
        name = "outbox",
        description = "Shows answers on their way to messengers, and those that could not be delivered.",
        mixinStandardHelpOptions = true)
public final class OutboxCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--resend", paramLabel = "NUMBER", description = "Tries one that was given up again.")
    private long resend;

    @Option(names = "--drop", paramLabel = "NUMBER", description = "Forgets one that was given up.")
    private long drop;

    @Option(names = "--json", description = "Prints one JSON object, for scripts.")
    private boolean json;

    @Override
    public Integer call() {
        Terminal terminal = new Terminal(System.out);
        try (LinkClient control = data.host().link("control")) {
            if (resend > 0) {
                control.ask("outbox.resend", JsonObject.with("letter", resend).build());
                terminal.line("It is tried again. If it had arrived after all, it arrives twice.");
            } else if (drop > 0) {
                control.ask("outbox.drop", JsonObject.with("letter", drop).build());
                terminal.line("Forgotten: it is not sent.");
            } else {
                JsonObject outbox = control.ask("outbox.list", JsonObject.EMPTY);
                if (json) {
                    terminal.line(outbox.toString());
                } else {
                    print(outbox, terminal);
                }
            }
        }
        return 0;
    }

    private static void print(JsonObject outbox, Terminal terminal) {
        List<JsonObject> letters = outbox.list("letters").objects();
        terminal.line("Sent so far: " + outbox.number("sent") + ". " + (letters.isEmpty() ? "Nothing waits." : ""));
        for (JsonObject letter : letters) {
            String name = letter.text("name");
            terminal.line(letter.number("letter") + "  " + letter.text("state") + "  to "
                    + Terminal.plain(name.isEmpty() ? letter.text("address") : name) + ", said "
                    + time(letter.number("made")) + ", tried " + letter.number("tries") + " times");
            if (!letter.text("why").isEmpty()) {
                terminal.line("    " + Terminal.plain(letter.text("why"))
                        + (letter.text("state").equals("waiting")
                                ? " Tried again at " + time(letter.number("next")) + "."
                                : ""));
            }
            terminal.line("    “" + Terminal.plain(letter.text("text")) + "”");
        }
        if (letters.stream().anyMatch(letter -> letter.text("state").equals("dead"))) {
            terminal.line("What is dead was given up: ./moltbot outbox --resend NUMBER, or --drop NUMBER.");
        }
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis)
                .atZone(ZoneId.systemDefault())
                .toLocalDateTime()
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }
}
