package moltbot.cli.messenger;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import moltbot.cli.option.DataOption;
import moltbot.cli.terminal.Terminal;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.contract.tool.ToolGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./moltbot pairing`: who may talk to the assistant in messengers.
@Command(
        name = "pairing",
        description = "Who may talk to the assistant in messengers.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PairingCommand.ListCommand.class,
            PairingCommand.ApproveCommand.class,
            PairingCommand.AllowCommand.class,
            PairingCommand.ToolsCommand.class,
            PairingCommand.DenyCommand.class,
            PairingCommand.RemoveCommand.class
        })
public final class PairingCommand {
    /// `./moltbot pairing list`.
    @Command(name = "list", description = "Lists who waits and who is let in.", mixinStandardHelpOptions = true)
    static final class ListCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Option(names = "--json", description = "Prints one JSON object, for scripts.")
        private boolean json;

        @Override
        public Integer call() {
            JsonObject list = ask(data, "pairing.list", JsonObject.EMPTY);
            Terminal terminal = new Terminal(System.out);
            if (json) {
                terminal.line(list.toString());
                return 0;
            }
            List<JsonObject> waiting = list.list("waiting").objects();
            List<JsonObject> guests = list.list("guests").objects();
            terminal.line(waiting.isEmpty() ? "Nobody waits." : "Waiting:");
            for (JsonObject knock : waiting) {
                Duration left = Duration.between(
                        Instant.now(), Instant.ofEpochMilli(knock.number("at")).plus(Duration.ofHours(1)));
                terminal.line("  " + knock.text("code") + "  " + who(knock) + "  (for " + Math.max(0, left.toMinutes())
                        + " more minutes)");
            }
            terminal.line(guests.isEmpty() ? "Nobody is let in." : "Let in:");
            for (JsonObject guest : guests) {
                terminal.line("  " + guest.text("key") + "  " + who(guest) + (guest.flag("owner") ? ", you" : "")
                        + "  (since "
                        + Instant.ofEpochMilli(guest.number("at"))
                                .atZone(ZoneId.systemDefault())
                                .toLocalDate()
                        + tools(guest) + ")");
            }
            return 0;
        }

        /// All of them go without saying.
        private static String tools(JsonObject guest) {
            return guest.has("tools") ? "; tools: " + ToolGroup.words(ToolGroup.fromJson(guest.list("tools"))) : "";
        }

        private static String who(JsonObject entry) {
            JsonObject address = entry.object("address");
            String name = Terminal.plain(entry.text("name"));
            String asker = Terminal.plain(entry.textOr("asker", ""));
            return address.text("channel")
                    + (address.text("kind").equals("group") ? " group " : " ")
                    + Terminal.plain(address.text("id"))
                    + (name.isEmpty() ? "" : ", called “" + name + "”")
                    + (asker.isEmpty() ? "" : ", asked by " + asker);
        }
    }

    /// `./moltbot pairing approve CODE`.
    @Command(
            name = "approve",
            description = "Lets in whoever was told this code. Make sure that they told it you themselves: anybody can"
                    + " choose any name.",
            mixinStandardHelpOptions = true)
    static final class ApproveCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Option(names = "--owner", description = "This person is you: their words count as yours.")
        private boolean owner;

        @Parameters(paramLabel = "CODE", description = "Eight letters and digits, good for an hour.")
        private String code = "";

        @Override
        public Integer call() {
            ask(
                    data,
                    "pairing.approve",
                    JsonObject.with("code", code).with("owner", owner).build());
            System.out.println(
                    owner
                            ? "Let in, as you. What they wrote before was not read."
                            : "Let in. What they wrote before was not read.");
            return 0;
        }
    }

    /// `./moltbot pairing allow ID`.
    @Command(
            name = "allow",
            description = "Lets somebody in without a code, by the messenger's own id for them.",
            mixinStandardHelpOptions = true)
    static final class AllowCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Option(
                names = "--channel",
                paramLabel = "NAME",
                description = "The messenger: signal, telegram, discord, slack or whatsapp.")
        private String channel = "signal";

        @Option(names = "--owner", description = "This person is you: their words count as yours.")
        private boolean owner;

        @Parameters(
                paramLabel = "ID",
                description = "Signal: the person's UUID. Telegram, Discord: their number, which is not their @name."
                        + " Slack: their member ID. WhatsApp: their number, digits only.")
        private String id = "";

        @Override
        public Integer call() {
            ask(
                    data,
                    "pairing.admit",
                    JsonObject.with("channel", channel)
                            .with("id", id)
                            .with("owner", owner)
                            .build());
            System.out.println(owner ? "Let in, as you." : "Let in.");
            return 0;
        }
    }

    /// `./moltbot pairing tools KEY TOOLS`.
    @Command(
            name = "tools",
            description = "Says which tools the assistant may use in conversations with a person, a group or a hook;"
                    + " it counts at once.",
            mixinStandardHelpOptions = true)
    static final class ToolsCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(index = "0", paramLabel = "KEY", description = "From ./moltbot pairing list.")
        private String key = "";

        @Parameters(
                index = "1",
                paramLabel = "TOOLS",
                description = "all, none, or some of these with commas between them: files, commands, browser, web,"
                        + " servers, memory, schedule, skills.")
        private String tools = "";

        @Override
        public Integer call() {
            JsonObject.Builder head = JsonObject.with("key", key);
            Set<ToolGroup> given = ToolGroup.parse(tools);
            boolean all = given.equals(ToolGroup.all());
            head.with("tools", all ? ToolGroup.EVERY : ToolGroup.toJson(given));
            ask(data, "pairing.tools", head.build());
            System.out.println(
                    all
                            ? "All tools may be used there."
                            : given.isEmpty()
                                    ? "No tools are used there: it talks, and no more."
                                    : "Used there, and nothing else: " + ToolGroup.words(given) + ".");
            return 0;
        }
    }

    /// `./moltbot pairing deny CODE`.
    @Command(
            name = "deny",
            description = "Says no to whoever was told this code. They are not told.",
            mixinStandardHelpOptions = true)
    static final class DenyCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "CODE", description = "From ./moltbot pairing list.")
        private String code = "";

        @Override
        public Integer call() {
            ask(data, "pairing.deny", JsonObject.with("code", code).build());
            System.out.println("Denied: they are not told, and get no other code for an hour.");
            return 0;
        }
    }

    /// `./moltbot pairing remove KEY`.
    @Command(
            name = "remove",
            description = "Takes somebody off the list: from now on they are strangers.",
            mixinStandardHelpOptions = true)
    static final class RemoveCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "KEY", description = "From ./moltbot pairing list.")
        private String key = "";

        @Override
        public Integer call() {
            ask(data, "pairing.remove", JsonObject.with("key", key).build());
            System.out.println("Removed: they are heard no more, and nothing more is sent to them.");
            return 0;
        }
    }

    private static JsonObject ask(DataOption data, String operation, JsonObject head) {
        try (LinkClient control = data.host().link("control")) {
            return control.ask(operation, head);
        }
    }
}
