package moltbot.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import moltbot.cli.failure.CliException;
import moltbot.cli.option.DataOption;
import moltbot.cli.terminal.Terminal;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.contract.seal.Seal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./moltbot audit`: the record of what was decided and done.
@Command(
        name = "audit",
        description = "The record of what was decided and done.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = AuditCommand.VerifyCommand.class)
final class AuditCommand {
    /// `./moltbot audit verify`: the whole chain, and against every head the guardian kept.
    @Command(
            name = "verify",
            description =
                    "Reads the whole record and compares it with the heads that the guardian kept. Ends with 1 if it"
                            + " does not hold.",
            mixinStandardHelpOptions = true)
    static final class VerifyCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Option(names = "--json", description = "Prints one JSON object, for scripts.")
        private boolean json;

        @Override
        public Integer call() {
            List<JsonObject> heads = heads(data.layout().data().resolve("guardian"));
            JsonObject newest = heads.isEmpty() ? JsonObject.EMPTY : heads.getLast();
            JsonObject found;
            try (LinkClient control = data.host().link("control")) {
                found = control.ask("audit.verify", newest);
            }
            Terminal terminal = new Terminal(System.out);
            if (json) {
                terminal.line(
                        found.toBuilder().with("heads", heads.size()).build().toString());
            } else if (found.flag("ok")) {
                terminal.line(
                        "✓ The record holds: " + found.number("count") + " records, each following from the one before"
                                + (heads.isEmpty()
                                        ? "; the guardian has kept no head yet."
                                        : ", and the " + newest.number("count")
                                                + " that the guardian last saw are all there."));
            } else {
                terminal.line("✗ " + Terminal.plain(found.text("problem")));
                terminal.line("  Up to record " + found.number("count")
                        + " it holds. Keep a copy of the data folder as it is" + " before anything else.");
            }
            return found.flag("ok") ? 0 : 1;
        }

        /// Every head that was kept, oldest first, each with its seal verified.
        private static List<JsonObject> heads(Path folder) {
            List<JsonObject> heads = new ArrayList<>();
            Path file = folder.resolve("audit-heads.jsonl");
            try {
                if (!Files.exists(file)) {
                    return heads;
                }
                Seal seal = new Seal("moltbot-audit-head-v1", Files.readAllBytes(folder.resolve("own.key")));
                String text = Files.readString(file);
                for (String line :
                        text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                    heads.add(JsonObject.parse(seal.open(JsonObject.parse(line).text("sealed"))));
                }
                return heads;
            } catch (IOException e) {
                throw new CliException(
                        CliException.Code.REFUSED, "The heads the guardian kept in " + folder + " cannot be read.", e);
            } catch (ContractException e) {
                throw new CliException(
                        CliException.Code.REFUSED,
                        "A head that the guardian kept in " + file
                                + " was changed. Keep a copy of the data folder as it is.",
                        e);
            }
        }
    }
}
