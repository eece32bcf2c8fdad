package moltbot.cli.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import moltbot.cli.option.DataOption;
import moltbot.cli.terminal.Terminal;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./moltbot memory`: what outlasts conversations, for its owner to see, mend, approve, take away and take along.
@Command(
        name = "memory",
        description = "What the assistant remembers: see, write, approve, forget, export.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            MemoryCommand.ListCommand.class,
            MemoryCommand.AddCommand.class,
            MemoryCommand.EditCommand.class,
            MemoryCommand.ApproveCommand.class,
            MemoryCommand.ForgetCommand.class,
            MemoryCommand.ExportCommand.class
        })
public final class MemoryCommand {
    private static List<JsonObject> all(DataOption data, String words) {
        List<JsonObject> memories = new ArrayList<>();
        try (LinkClient control = data.host().link("control");
                LinkCall call = control.open(
                        "memory.list", JsonObject.with("words", words).build())) {
            call.end();
            byte[] frame;
            while ((frame = call.next()) != null) {
                memories.add(JsonObject.parse(frame));
            }
        }
        return memories;
    }

    private static void ask(DataOption data, String operation, JsonObject.Builder head) {
        try (LinkClient control = data.host().link("control")) {
            control.ask(operation, head.build());
        }
    }

    /// `./moltbot memory list [WORDS]`.
    @Command(
            name = "list",
            description = "Lists what is remembered, or what of it holds these words; what waits for you first.",
            mixinStandardHelpOptions = true)
    static final class ListCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "WORDS", arity = "0..*", description = "Any of these.")
        private List<String> words = List.of();

        @Override
        public Integer call() {
            Terminal terminal = new Terminal(System.out);
            List<JsonObject> memories = all(data, String.join(" ", words));
            if (memories.isEmpty()) {
                terminal.line("Nothing is remembered" + (words.isEmpty() ? "." : " of that."));
            }
            for (JsonObject memory : memories) {
                terminal.line("#" + memory.number("id") + (memory.flag("waiting") ? "  WAITS FOR YOU  " : "  ")
                        + Terminal.plain(memory.text("text").replaceAll("\\s+", " ")) + "  ("
                        + Instant.ofEpochMilli(memory.number("at"))
                                .atZone(ZoneId.systemDefault())
                                .toLocalDate()
                        + ", " + source(memory) + ")");
            }
            return 0;
        }

        private static String source(JsonObject memory) {
            String whose = memory.text("sender").equals("owner") ? "" : " with " + memory.text("sender");
            return memory.text("source").equals("owner")
                    ? "written by you"
                    : "from the conversation " + memory.text("source") + whose;
        }
    }

    /// `./moltbot memory add TEXT`.
    @Command(name = "add", description = "Has something remembered.", mixinStandardHelpOptions = true)
    static final class AddCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "TEXT", description = "One fact in one sentence, in quotes.")
        private String text = "";

        @Override
        public Integer call() {
            ask(data, "memory.add", JsonObject.with("text", text));
            System.out.println("Remembered.");
            return 0;
        }
    }

    /// `./moltbot memory edit NUMBER TEXT`.
    @Command(name = "edit", description = "Puts a memory in other words.", mixinStandardHelpOptions = true)
    static final class EditCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(index = "0", paramLabel = "NUMBER", description = "From ./moltbot memory list.")
        private long id;

        @Parameters(index = "1", paramLabel = "TEXT", description = "What it says from now on, in quotes.")
        private String text = "";

        @Override
        public Integer call() {
            ask(data, "memory.edit", JsonObject.with("id", id).with("text", text));
            System.out.println("Changed.");
            return 0;
        }
    }

    /// `./moltbot memory approve NUMBER`.
    @Command(
            name = "approve",
            description = "Lets a memory count that others had a hand in.",
            mixinStandardHelpOptions = true)
    static final class ApproveCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "NUMBER", description = "From ./moltbot memory list.")
        private long id;

        @Override
        public Integer call() {
            ask(data, "memory.approve", JsonObject.with("id", id));
            System.out.println("Approved: the assistant can look it up from now on.");
            return 0;
        }
    }

    /// `./moltbot memory forget NUMBER`.
    @Command(name = "forget", description = "Takes a memory away for good.", mixinStandardHelpOptions = true)
    static final class ForgetCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "NUMBER", description = "From ./moltbot memory list.")
        private long id;

        @Override
        public Integer call() {
            ask(data, "memory.forget", JsonObject.with("id", id));
            System.out.println("Forgotten.");
            return 0;
        }
    }

    /// `./moltbot memory export [--to FILE]`.
    @Command(
            name = "export",
            description = "Writes everything that is remembered as JSON.",
            mixinStandardHelpOptions = true)
    static final class ExportCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Option(names = "--to", paramLabel = "FILE", description = "A file that is not there yet; else it is printed.")
        private String to = "";

        @Override
        public Integer call() {
            String json =
                    JsonObject.with("memories", JsonArray.of(all(data, ""))).build() + "\n";
            if (to.isEmpty()) {
                System.out.print(json);
                return 0;
            }
            try {
                Files.writeString(Path.of(to), json, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw new UncheckedIOException("That file could not be written.", e);
            }
            return 0;
        }
    }
}
