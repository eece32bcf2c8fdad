package moltbot.cli.messenger;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import moltbot.cli.option.DataOption;
import moltbot.cli.terminal.Terminal;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `./moltbot signal trust`: whose safety number has changed; with the number that was compared, trusts exactly that
/// one.
@Command(
        name = "trust",
        description = {
            "Shows whose safety number has changed. With WHO, what theirs is now; with WHO and the number that you compared"
                    + " with them, trusts exactly that one."
        },
        mixinStandardHelpOptions = true)
final class SignalTrustCommand implements Callable<Integer> {
    private static final int IN_A_LINE = 30;

    @Mixin
    private DataOption data = new DataOption();

    @Parameters(index = "0", arity = "0..1", paramLabel = "WHO", description = "Their number, as +49…, or their id.")
    private String who = "";

    @Parameters(
            index = "1",
            arity = "0..12",
            paramLabel = "SAFETY-NUMBER",
            description = "The sixty digits that you compared, with spaces or without.")
    private List<String> compared = new ArrayList<>();

    @Override
    public Integer call() {
        Terminal terminal = new Terminal(System.out);
        try (LinkClient gateway = data.host().link("gateway")) {
            if (compared.isEmpty()) {
                show(
                        gateway.ask(
                                "signal.identities", JsonObject.with("who", who).build()),
                        terminal);
                return 0;
            }
        }
        try (LinkClient control = data.host().link("control")) {
            control.ask(
                    "signal.trust",
                    JsonObject.with("who", who)
                            .with("safetyNumber", String.join("", compared))
                            .build());
        }
        terminal.line(
                "Trusted. What waits for them is sent within ten minutes, and what they wrote meanwhile arrives.");
        return 0;
    }

    private static void show(JsonObject reply, Terminal terminal) {
        List<JsonObject> identities = reply.list("identities").objects();
        if (identities.isEmpty()) {
            terminal.line("Nobody's safety number waits for you.");
            return;
        }
        identities.forEach(one -> print(one, terminal));
        terminal.line(
                "Compare the digits with them, face to face or by a call, never in Signal itself: they see theirs in the");
        terminal.line("conversation's settings, View safety number. Only where all are the same:");
        terminal.line("  ./moltbot signal trust WHO SAFETY-NUMBER");
    }

    private static void print(JsonObject one, Terminal terminal) {
        String name = Terminal.plain(one.text("name"));
        String number = Terminal.plain(one.text("number"));
        terminal.line(Terminal.plain(one.text("who"))
                + (number.isEmpty() ? "" : "  " + number)
                + (name.isEmpty() ? "" : "  calls themself “" + name + "”"));
        terminal.line((one.flag("trusted") ? "  trusted, since " : "  not trusted, seen since ")
                + Instant.ofEpochMilli(one.number("added"))
                        .atZone(ZoneId.systemDefault())
                        .toLocalDate());
        String digits =
                Terminal.plain(one.text("safetyNumber").isEmpty() ? one.text("fingerprint") : one.text("safetyNumber"));
        for (int at = 0; at < digits.length(); at += IN_A_LINE) {
            terminal.line("    "
                    + digits.substring(at, Math.min(digits.length(), at + IN_A_LINE))
                            .strip());
        }
    }
}
