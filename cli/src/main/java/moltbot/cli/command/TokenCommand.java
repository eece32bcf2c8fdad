package moltbot.cli.command;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import moltbot.cli.option.DataOption;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./moltbot token`: lets a machine read, and nothing else.
@Command(
        name = "token",
        description = "Makes, lists and revokes tokens that let machines read.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TokenCommand.CreateCommand.class,
            TokenCommand.ListCommand.class,
            TokenCommand.RevokeCommand.class
        })
final class TokenCommand {
    private static String day(long second) {
        return Instant.ofEpochSecond(second)
                .atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .toString();
    }

    /// `./moltbot token create NAME`: the token goes to standard output alone, so that it can be piped.
    @Command(name = "create", description = "Makes a token and prints it, once.", mixinStandardHelpOptions = true)
    static final class CreateCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "NAME", description = "What you call it.")
        private String name = "";

        @Option(
                names = "--scope",
                required = true,
                split = ",",
                paramLabel = "SCOPE",
                description =
                        "status:read (the overview), metrics:read (figures for Prometheus) or chat:use (OpenAI-compatible"
                                + " clients talk to the assistant); may be repeated.")
        private List<String> scopes = new ArrayList<>();

        @Option(names = "--days", paramLabel = "N", description = "How long it lasts, at most 365; 90 without this.")
        private long days = 90;

        @Override
        public Integer call() {
            try (LinkClient breaker = data.host().link("breaker")) {
                JsonObject made = breaker.ask(
                        "token.make",
                        JsonObject.with("name", name)
                                .with("scopes", JsonArray.ofTexts(scopes))
                                .with("days", days)
                                .build());
                System.out.println(made.text("token"));
                System.err.println("Shown this once. It lasts until " + day(made.number("expiresAt"))
                        + ", or until the breaker trips. Send it as: authorization: Bearer TOKEN");
            }
            return 0;
        }
    }

    /// `./moltbot token list`.
    @Command(name = "list", description = "Lists the tokens, never what they are.", mixinStandardHelpOptions = true)
    static final class ListCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Override
        public Integer call() {
            try (LinkClient breaker = data.host().link("breaker")) {
                List<JsonObject> tokens = breaker.ask("token.list", JsonObject.EMPTY)
                        .list("tokens")
                        .objects();
                if (tokens.isEmpty()) {
                    System.out.println("There are no tokens.");
                }
                tokens.forEach(one -> System.out.println(one.text("name") + "  "
                        + String.join(" ", one.list("scopes").texts()) + "  until " + day(one.number("expiresAt"))
                        + (one.flag("ended") ? "  ended with a trip: make a new one" : "")));
            }
            return 0;
        }
    }

    /// `./moltbot token revoke NAME`.
    @Command(name = "revoke", description = "Ends a token at once.", mixinStandardHelpOptions = true)
    static final class RevokeCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "NAME", description = "Its name.")
        private String name = "";

        @Override
        public Integer call() {
            try (LinkClient breaker = data.host().link("breaker")) {
                breaker.ask("token.revoke", JsonObject.with("name", name).build());
            }
            System.out.println("Revoked.");
            return 0;
        }
    }
}
