package moltbot.cli.option;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import picocli.CommandLine.Option;

/// A factor of the owner's, for what this machine's shell alone may not do.
public final class FactorOption {
    private static final int MAX_FACTOR = 1024;

    @Option(
            names = "--totp",
            paramLabel = "CODE",
            description =
                    "The code your authenticator app shows now. Without it you are asked, or it is read from"
                            + " standard input: the app's code where one is enrolled, else the password; a recovery code always.")
    private String totp = "";

    /// What the breaker wants, from the command line, the terminal, or standard input.
    public String ask(LinkClient breaker) throws IOException {
        String wanted = breaker.ask("breaker.state", JsonObject.EMPTY).text("resetWants");
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
