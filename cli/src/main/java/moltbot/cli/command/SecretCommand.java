package moltbot.cli.command;

import java.io.Console;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import moltbot.cli.failure.CliException;
import moltbot.cli.house.Blueprint;
import moltbot.cli.house.Layout;
import moltbot.cli.option.DataOption;
import moltbot.cli.vault.GuardVault;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `./moltbot secret`: puts keys into the vault, and tells which it has.
@Command(
        name = "secret",
        description = "Keeps keys in the vault.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {SecretCommand.SetCommand.class, SecretCommand.ListCommand.class})
final class SecretCommand {
    /// `./moltbot secret list`: names only; nothing gives a value back.
    @Command(
            name = "list",
            description = "Lists the names of the keys in the vault. What they are is never shown.",
            mixinStandardHelpOptions = true)
    static final class ListCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Override
        public Integer call() {
            if (data.layout().blueprint() == Blueprint.GUARD) {
                boolean there = new GuardVault(data.layout()).token().isPresent();
                System.out.println(there ? GuardVault.TOKEN : "The guard's vault is empty.");
                return 0;
            }
            List<String> names;
            try (LinkClient gateway = data.host().link("gateway")) {
                names = gateway.ask("secret.names", JsonObject.EMPTY)
                        .list("names")
                        .texts();
            }
            names.stream().sorted().forEach(System.out::println);
            if (names.isEmpty()) {
                System.out.println("The vault is empty. ./moltbot secret set NAME puts a key into it.");
            }
            return 0;
        }
    }

    /// `./moltbot secret set NAME`: the value comes from standard input, never from the command line.
    @Command(
            name = "set",
            description =
                    "Puts a key into the vault, such as anthropic-api-key. The value is read from standard input.",
            mixinStandardHelpOptions = true)
    static final class SetCommand implements Callable<Integer> {
        private static final int MAX_BYTES = 16 << 10;

        @Mixin
        private DataOption data = new DataOption();

        @Parameters(
                paramLabel = "NAME",
                description =
                        "anthropic-api-key, openai-api-key, ollama-api-key, brave-api-key, speech-api-key, telegram-bot-token,"
                                + " discord-bot-token, slack-bot-token, slack-app-token or whatsapp-token; task-… for tasks; for a guard: upstream-token.")
        private String name = "";

        @Override
        public Integer call() throws IOException {
            if (data.layout().blueprint() == Blueprint.GUARD) {
                new GuardVault(data.layout()).set(name, given());
                System.out.println(
                        "The guard's vault has " + name + " now. A guard that runs goes on with what it had when"
                                + " it was started: stop it (./moltbot down) and start it again to use the new one.");
                return 0;
            }
            if (name.equals(GuardVault.TOKEN)) {
                prepareGuard();
                return 0;
            }
            try (LinkClient gateway = data.host().link("gateway")) {
                byte[] value = given();
                gateway.ask("secret.set", JsonObject.with("name", name).build(), value);
                Arrays.fill(value, (byte) 0);
            }
            System.out.println("The vault has " + name + " now; it takes effect at once.");
            return 0;
        }

        /// The token may be given before the guard's first start: the folder becomes a guard's then.
        private void prepareGuard() throws IOException {
            Layout layout = data.layout(Layout.GUARD_FOLDER);
            layout.prepare(Blueprint.GUARD);
            new GuardVault(layout).set(name, given());
            System.out.println("The guard's vault in " + layout.data() + " has " + name
                    + " now. Start the guard with --inject to use it.");
        }

        private static byte[] given() throws IOException {
            byte[] value = value();
            if (value.length == 0) {
                throw CliException.refused("No value came on standard input; nothing was changed.");
            }
            return value;
        }

        private static byte[] value() throws IOException {
            Optional<Console> terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
            if (terminal.isPresent()) {
                char[] typed = terminal.get().readPassword("Value (not shown): ");
                return typed == null ? new byte[0] : encode(new String(typed));
            }
            return encode(new String(System.in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
        }

        private static byte[] encode(String text) {
            java.nio.ByteBuffer bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text.strip()));
            byte[] value = new byte[bytes.remaining()];
            bytes.get(value);
            return value;
        }
    }
}
