package moltbot.runtime.background;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.model.ToolSpec;
import moltbot.runtime.background.Printed.Window;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.AuthorizedCall;
import moltbot.runtime.tool.BadInput;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.Schema;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import org.jspecify.annotations.Nullable;

/// `background`: looks at what the conversation has running, and ends it. There only where there is something.
final class BackgroundTool implements Tool {
    private static final List<String> FIELDS = List.of("action", "id", "from", "wait_seconds");
    private static final int WINDOW_BYTES = 12 << 10;
    private static final int MOST_WAIT = 60;
    private static final ToolSpec SPEC = new ToolSpec(
            "background",
            "Commands that run_command began in the background. poll: what one printed since the last poll, at most 12"
                    + " KiB at once, of which the latest 256 KiB are kept. kill: ends it.",
            new Schema()
                    .text("action", "poll or kill")
                    .text("id", "as run_command named it")
                    .integer("from", "poll from this byte on, to look again")
                    .integer("wait_seconds", "at most " + MOST_WAIT + ": wait so long for something to be printed")
                    .require("action", "id")
                    .build());

    private final Commands commands;

    BackgroundTool(Commands commands) {
        this.commands = commands;
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Capability capability() {
        return Capability.BACKGROUND;
    }

    @Override
    public Prepared prepare(JsonObject input, Around around) {
        return Schema.read(input, FIELDS, json -> {
            String action = json.text("action");
            String id = json.text("id");
            long from = json.numberOr("from", -1);
            long wait = json.numberOr("wait_seconds", 0);
            if (!action.equals("poll") && !action.equals("kill")) {
                throw new BadInput("action is poll or kill.");
            }
            if (wait < 0 || wait > MOST_WAIT) {
                throw new BadInput("wait_seconds is from 0 to " + MOST_WAIT + ".");
            }
            Running running = commands.find(around.workspace().name(), id)
                    .orElseThrow(() -> new BadInput(
                            commands.isOurs(id)
                                    ? "This conversation has no command of that name."
                                    : "This conversation has no command of that name now. One that ran before the house"
                                            + " was restarted ended with it, and what it printed is lost."));
            JsonObject.Builder shows = JsonObject.with("action", action).with("id", id);
            return new Use(
                    running,
                    new Effect(
                            Capability.BACKGROUND,
                            action.equals("kill")
                                    ? shows.build()
                                    : shows.with("from", from)
                                            .with("waitSeconds", wait)
                                            .build()));
        });
    }

    private record Use(Running running, Effect effect) implements Prepared {
        @Override
        public Label leaves() {
            return running.label();
        }

        @Override
        public ToolOutcome run(AuthorizedCall authorized) throws InterruptedException {
            JsonObject judged = authorized.judged(effect);
            if (judged.text("action").equals("kill")) {
                boolean ended = running.end("It was killed.");
                return ToolOutcome.of(Outcome.OK, ended ? "[It is killed.]\n" : "[" + ended(running.over()) + "]\n");
            }
            Running.Seen seen =
                    running.look(judged.number("from"), WINDOW_BYTES, Duration.ofSeconds(judged.number("waitSeconds")));
            Window window = seen.window();
            String lost = window.lost() == 0 ? "" : "[" + window.lost() + " bytes before this are not kept.]\n";
            String text = window.text();
            String line = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
            return ToolOutcome.of(
                    Outcome.OK,
                    lost + text + line + "[" + ended(seen.over()) + " Next byte: " + window.next() + ".]\n");
        }

        private static String ended(@Nullable String over) {
            return Optional.ofNullable(over).orElse("It is running.");
        }
    }
}
