package moltbot.cli.command;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./moltbot reset`: the owner's key of the two, which is this machine's shell and a factor of the owner's; the other
/// is the guardian's all-clear.
@Command(
        name = "reset",
        description = "Resets a trip, if the guard has looked again since and found all well.",
        mixinStandardHelpOptions = true)
final class ResetCommand implements Callable<Integer> {
    private static final int MAX_FACTOR = 1024;

    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "TRIP-ID", description = "The trip's id, as ./moltbot status shows it.")
    private String trip = "";

    @Option(
            names = "--totp",
            paramLabel = "CODE",
            description =
                    "The code your authenticator app shows now. Without it you are asked, or it is read from"
                            + " standard input: the app's code where one is enrolled, else the password; a recovery code always.")
    private String totp = "";

    @Override
    public Integer call() throws IOException {
        try (LinkClient breaker = data.host().link("breaker")) {
            String wanted = breaker.ask("breaker.state", JsonObject.EMPTY).text("resetWants");
            JsonObject reset = breaker.ask(
                    "breaker.reset",
                    JsonObject.with("id", trip).with("factor", factor(wanted)).build());
            System.out.println("Reset. The panel answers on this machine now, and to everyone after "
                    + reset.number("dwellSeconds") + " seconds without a finding.");
        }
        return 0;
    }

    private String factor(String wanted) throws IOException {
        if (wanted.equals("nothing") || !totp.isEmpty()) {
            return totp;
        }
        Optional<Console> terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (terminal.isPresent()) {
            char[] typed = terminal.get().readPassword("%s (not shown): ", prompt(wanted));
            return typed == null ? "" : new String(typed);
        }
        String input = new String(System.in.readNBytes(MAX_FACTOR), StandardCharsets.UTF_8);
        return input.lines().findFirst().orElse("").strip();
    }

    private static String prompt(String wanted) {
        return switch (wanted) {
            case "app" -> "Code of your authenticator app, or a recovery code";
            case "password" -> "Your password, or a recovery code";
            default -> "A recovery code";
        };
    }
}
