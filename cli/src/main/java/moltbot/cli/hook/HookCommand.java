package moltbot.cli.hook;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import moltbot.cli.failure.CliException;
import moltbot.cli.option.DataOption;
import moltbot.cli.terminal.Terminal;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Address;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./moltbot hook`: what other programs call the house by.
@Command(
        name = "hook",
        description = "Makes, lists and removes hooks: addresses that other programs call, such as home automation.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {HookCommand.AddCommand.class, HookCommand.ListCommand.class, HookCommand.RemoveCommand.class})
public final class HookCommand {
    private static final String ACCOUNT = "house";

    private static String key(String name) {
        return new Address(Address.WEBHOOK, ACCOUNT, Address.Kind.DIRECT, name).key();
    }

    /// `./moltbot hook add NAME`: what is secret goes to standard output alone, so that it can be piped.
    @Command(
            name = "add",
            description = "Makes a hook and prints what its caller proves itself by, once.",
            mixinStandardHelpOptions = true)
    static final class AddCommand implements Callable<Integer> {
        private static final int MOST_BYTES = 1 << 10;

        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "NAME", description = "Small letters, digits and dashes; it ends the address.")
        private String name = "";

        @Option(
                names = "--hmac",
                description = "Calls are signed as GitHub does it (X-Hub-Signature-256), with a secret made here.")
        private boolean hmac;

        @Option(
                names = "--own-secret",
                description = "With --hmac: the secret is yours, and is read from standard input.")
        private boolean ownSecret;

        @Option(
                names = "--meta",
                description = "Meta calls, for WhatsApp. Your app's secret is read from standard input, and a verify"
                        + " token printed.")
        private boolean meta;

        @Option(
                names = "--to",
                paramLabel = "KEY",
                description = "Who is told what the assistant says to these calls: a key of ./moltbot pairing list, or"
                        + " 'me' for the one who is you. Without this it is told as before, or read in the panel.")
        private String to = "";

        @Override
        public Integer call() throws IOException {
            if ((hmac && meta) || (ownSecret && !hmac) || (meta && !to.isEmpty())) {
                throw CliException.refused("A hook is for a token, for --hmac or for --meta: one of them. --own-secret"
                        + " goes with --hmac, and --to not with --meta. No hook was made.");
            }
            JsonObject made;
            try (LinkClient control = data.host().link("control");
                    LinkClient breaker = data.host().link("breaker")) {
                String answers = to.equals("me") ? owners(control) : to;
                made = make(breaker);
                String told = meta ? "" : admit(control, breaker, answers);
                tell(made);
                if (!meta) {
                    System.err.println("What the assistant says to it is "
                            + (told.isEmpty() ? "read in the panel." : "told to " + told + "."));
                }
            }
            return 0;
        }

        private JsonObject make(LinkClient breaker) throws IOException {
            byte[] brought = meta || ownSecret ? given() : new byte[0];
            try {
                return breaker.ask(
                        "hook.make",
                        JsonObject.with("name", name)
                                .with("kind", meta ? "meta" : hmac ? "hmac" : "bearer")
                                .build(),
                        brought);
            } finally {
                Arrays.fill(brought, (byte) 0);
            }
        }

        /// A hook whose words would not be heard is none.
        ///
        /// @return the key of whoever is told what the assistant says to it; empty for nobody
        private String admit(LinkClient control, LinkClient breaker, String answers) {
            try {
                return control.ask(
                                "pairing.admit",
                                JsonObject.with("channel", Address.WEBHOOK)
                                        .with("id", name)
                                        .with("answers", answers)
                                        .build())
                        .textOr("answers", "");
            } catch (ContractException e) {
                try {
                    breaker.ask("hook.revoke", JsonObject.with("name", name).build());
                } catch (ContractException other) {
                    e.addSuppressed(other);
                }
                throw e;
            }
        }

        private static String owners(LinkClient control) {
            List<String> mine = control.ask("pairing.list", JsonObject.EMPTY).list("guests").objects().stream()
                    .filter(guest -> guest.flag("owner"))
                    .map(guest -> guest.text("key"))
                    .toList();
            if (mine.size() != 1) {
                throw CliException.refused(
                        mine.isEmpty()
                                ? "Nobody in your messengers is you yet: './moltbot pairing approve --owner CODE' says"
                                        + " who is. No hook was made."
                                : "You are in several messengers: name one by its key, from './moltbot pairing list'. No"
                                        + " hook was made.");
            }
            return mine.getFirst();
        }

        private static byte[] given() throws IOException {
            Optional<Console> terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
            String text;
            if (terminal.isPresent()) {
                char[] typed = terminal.get().readPassword("Secret (not shown): ");
                text = typed == null ? "" : new String(typed);
            } else {
                text = new String(System.in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            }
            if (text.isBlank()) {
                throw CliException.refused("No secret came on standard input. No hook was made.");
            }
            return text.strip().getBytes(StandardCharsets.UTF_8);
        }

        private void tell(JsonObject made) {
            String shown = meta ? made.text("verify") : made.text("secret");
            if (!shown.isEmpty()) {
                System.out.println(shown);
            }
            String how = meta
                    ? "Give Meta this address and the verify token above."
                    : hmac
                            ? "Calls are signed with " + (ownSecret ? "your secret" : "the secret above")
                                    + " in the header X-Hub-Signature-256."
                            : "Send it as: authorization: Bearer TOKEN";
            System.err.println((shown.isEmpty() ? "" : "Shown this once. ") + "Called by POST at "
                    + made.text("address")
                    + (meta ? " until it is removed. " : " until it is removed, or the breaker trips. ")
                    + how);
        }
    }

    /// `./moltbot hook list`.
    @Command(
            name = "list",
            description = "Lists the hooks, never what they are called with.",
            mixinStandardHelpOptions = true)
    static final class ListCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Override
        public Integer call() {
            List<JsonObject> hooks;
            List<JsonObject> guests;
            try (LinkClient breaker = data.host().link("breaker");
                    LinkClient control = data.host().link("control")) {
                hooks = breaker.ask("hook.list", JsonObject.EMPTY).list("hooks").objects();
                guests = control.ask("pairing.list", JsonObject.EMPTY)
                        .list("guests")
                        .objects();
            }
            Terminal terminal = new Terminal(System.out);
            if (hooks.isEmpty()) {
                terminal.line("There are no hooks.");
            }
            hooks.forEach(hook -> terminal.line(line(hook, guests)));
            return 0;
        }

        private static String line(JsonObject hook, List<JsonObject> guests) {
            long called = hook.number("lastCalledAt");
            return hook.text("name") + "  " + hook.text("kind") + "  " + hook.text("address")
                    + (called == 0 ? "" : "  last called " + second(called))
                    + (hook.flag("ended") ? "  ended: make it anew" : "")
                    + (hook.text("kind").equals("meta") ? "" : heard(hook, guests));
        }

        private static String heard(JsonObject hook, List<JsonObject> guests) {
            String key = key(hook.text("name"));
            return guests.stream()
                    .filter(guest -> guest.text("key").equals(key))
                    .map(guest -> guest.textOr("answers", ""))
                    .findFirst()
                    .map(answers -> answers.isEmpty() ? "  read in the panel" : "  told to " + answers)
                    .orElse("  not heard: it was taken off the list of people");
        }

        private static String second(long time) {
            return Instant.ofEpochSecond(time).atOffset(ZoneOffset.UTC).toString();
        }
    }

    /// `./moltbot hook remove NAME`.
    @Command(name = "remove", description = "Ends a hook at once.", mixinStandardHelpOptions = true)
    static final class RemoveCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "NAME", description = "Its name.")
        private String name = "";

        private static boolean isThere(String unless, Runnable asked) {
            try {
                asked.run();
                return true;
            } catch (ContractException e) {
                if (e.reason().equals(unless)) {
                    return false;
                }
                throw e;
            }
        }

        @Override
        public Integer call() {
            try (LinkClient breaker = data.host().link("breaker");
                    LinkClient control = data.host().link("control")) {
                // A hook that ended may still be on the list of people: both are asked.
                boolean heard = isThere(
                        "unknown-guest",
                        () -> control.ask(
                                "pairing.remove",
                                JsonObject.with("key", key(name)).build()));
                boolean called = isThere(
                        "unknown",
                        () -> breaker.ask(
                                "hook.revoke", JsonObject.with("name", name).build()));
                if (!heard && !called) {
                    throw CliException.refused("There is no hook '" + name + "', so nothing was changed.");
                }
            }
            System.out.println("Removed: nothing is heard there any more. What it said is kept in its conversation.");
            return 0;
        }
    }
}
