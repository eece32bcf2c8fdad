package moltbot.cli.messenger;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import moltbot.cli.option.DataOption;
import moltbot.cli.terminal.Terminal;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `./moltbot signal`.
@Command(
        name = "signal",
        description = "Signal's account.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {SignalCommand.LinkCommand.class, SignalTrustCommand.class, SignalChallengeCommand.class})
public final class SignalCommand {
    /// `./moltbot signal link`.
    @Command(
            name = "link",
            description = "Links a Signal account: shows a QR code for the phone's “Linked devices”.",
            mixinStandardHelpOptions = true)
    static final class LinkCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Override
        public Integer call() {
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            try (LinkClient gateway = data.host().link("gateway");
                    LinkCall call = gateway.open("signal.link", JsonObject.EMPTY)) {
                call.end();
                byte[] frame;
                while ((frame = call.next()) != null) {
                    JsonObject told = JsonObject.parse(frame);
                    if (told.has("linked")) {
                        out.println("Linked" + number(told) + ". Write to it, and let yourself in with"
                                + " './moltbot pairing approve --owner CODE'.");
                        return 0;
                    }
                    show(out, told.text("uri"));
                }
            }
            return 1;
        }

        private static String number(JsonObject told) {
            String number = Terminal.plain(told.text("linked"));
            return number.isEmpty() ? "" : " as " + number;
        }

        private static void show(PrintStream out, String uri) {
            out.println();
            out.print(TerminalQr.of(uri));
            out.println("On the phone: Settings, Linked devices, Link new device, then point it at this code.");
            out.println("It is good for about a minute; another follows. Ctrl-C ends this.");
            out.println(Terminal.plain(uri));
        }
    }
}
