package moltbot.cli.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import moltbot.cli.option.DataOption;
import moltbot.cli.terminal.Terminal;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `./moltbot schedule`: what the assistant is to do later, for its owner to see, pause and delete.
@Command(
        name = "schedule",
        description = "What the assistant does later by itself: see, pause, resume, delete.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ScheduleCommand.ListCommand.class,
            ScheduleCommand.PauseCommand.class,
            ScheduleCommand.ResumeCommand.class,
            ScheduleCommand.DeleteCommand.class
        })
public final class ScheduleCommand {
    private static JsonObject ask(DataOption data, String operation, long id) {
        try (LinkClient control = data.host().link("control")) {
            return control.ask(operation, JsonObject.with("id", id).build());
        }
    }

    private static String time(long millis) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm")
                .format(Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()));
    }

    /// `./moltbot schedule list`.
    @Command(
            name = "list",
            description = "Lists what is scheduled, and how its last run ended.",
            mixinStandardHelpOptions = true)
    static final class ListCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Override
        public Integer call() {
            Terminal terminal = new Terminal(System.out);
            boolean none = true;
            try (LinkClient control = data.host().link("control");
                    LinkCall call = control.open("schedule.list", JsonObject.EMPTY)) {
                call.end();
                byte[] frame;
                while ((frame = call.next()) != null) {
                    none = false;
                    terminal.line(Terminal.plain(line(JsonObject.parse(frame))));
                }
            }
            if (none) {
                terminal.line("Nothing is scheduled.");
            }
            return 0;
        }

        private static String line(JsonObject schedule) {
            String whose = schedule.text("sender").equals("owner") ? "" : " by " + schedule.text("sender");
            String next = schedule.has("next") ? ", next " + time(schedule.number("next")) : "";
            String last = schedule.text("last").isEmpty() ? "" : ", last run: " + schedule.text("last");
            boolean others = schedule.object("label").text("input").equals("untrusted");
            return "#" + schedule.number("id") + "  " + schedule.text("state") + next + "  "
                    + schedule.text("when") + ": "
                    + schedule.text("text").replaceAll("\\s+", " ") + "  (asked for in "
                    + schedule.text("origin") + whose + (others ? ", which had read what others wrote" : "") + last
                    + ")";
        }
    }

    /// `./moltbot schedule pause NUMBER`.
    @Command(name = "pause", description = "Has nothing come of a schedule for now.", mixinStandardHelpOptions = true)
    static final class PauseCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "NUMBER", description = "From ./moltbot schedule list.")
        private long id;

        @Override
        public Integer call() {
            System.out.println("It is " + ask(data, "schedule.pause", id).text("state") + ".");
            return 0;
        }
    }

    /// `./moltbot schedule resume NUMBER`.
    @Command(
            name = "resume",
            description = "Has a paused schedule come again; what was due meanwhile is left out.",
            mixinStandardHelpOptions = true)
    static final class ResumeCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "NUMBER", description = "From ./moltbot schedule list.")
        private long id;

        @Override
        public Integer call() {
            JsonObject schedule = ask(data, "schedule.resume", id);
            System.out.println("It is " + schedule.text("state")
                    + (schedule.has("next") ? ", next on " + time(schedule.number("next")) : "") + ".");
            return 0;
        }
    }

    /// `./moltbot schedule delete NUMBER`.
    @Command(name = "delete", description = "Takes a schedule away for good.", mixinStandardHelpOptions = true)
    static final class DeleteCommand implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "NUMBER", description = "From ./moltbot schedule list.")
        private long id;

        @Override
        public Integer call() {
            ask(data, "schedule.delete", id);
            System.out.println("Deleted.");
            return 0;
        }
    }
}
