package moltbot.cli.messenger;

import java.util.concurrent.Callable;
import moltbot.cli.option.DataOption;
import moltbot.cli.terminal.Terminal;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `./moltbot signal challenge`: proves to Signal that a person sends, where it wants that.
@Command(
        name = "challenge",
        description = "Proves to Signal that a person sends, where it wants that before it takes more messages.",
        mixinStandardHelpOptions = true)
final class SignalChallengeCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "CAPTCHA",
            description = "What the solved captcha gave, as signalcaptcha://…; without it, says whether one is wanted.")
    private String captcha = "";

    @Override
    public Integer call() {
        Terminal terminal = new Terminal(System.out);
        JsonObject reply;
        try (LinkClient gateway = data.host().link("gateway")) {
            reply = gateway.ask(
                    "signal.challenge", JsonObject.with("captcha", captcha).build());
        }
        if (!captcha.isEmpty()) {
            terminal.line("Signal took it. What waits is sent as its turn comes.");
        } else if (reply.flag("wanted")) {
            terminal.line(
                    "Signal wants to know that a person sends, before it takes more messages. In a browser on this");
            terminal.line(
                    "network open https://signalcaptchas.org/challenge/generate.html and solve what it shows. Copy the");
            terminal.line("address behind “Open Signal”, and give it in quotation marks:");
            terminal.line("  ./moltbot signal challenge 'signalcaptcha://…'");
        } else {
            String why = Terminal.plain(reply.text("why"));
            terminal.line("Signal wants no proof now." + (why.isEmpty() ? "" : " " + why));
        }
        return 0;
    }
}
