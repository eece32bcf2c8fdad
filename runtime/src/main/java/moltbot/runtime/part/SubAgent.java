package moltbot.runtime.part;

import java.util.List;
import java.util.Optional;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ToolSpec;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.AuthorizedCall;
import moltbot.runtime.tool.BadInput;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.Schema;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;

/// `sub_agent`: a part of the work, done by the same model in a conversation of its own that knows nothing but the
/// task.
/// It is done within the turn that wants it, as whoever's conversation that is.
public final class SubAgent implements Tool {
    /// Longest task, in characters.
    static final int MAX_CHARS = 8_000;

    private static final int MAX_TOOLS = 32;
    private static final List<String> FIELDS = List.of("task", "tools");
    private static final ToolSpec SPEC = new ToolSpec(
            "sub_agent",
            "Has a helper do a part of the work, such as reading a lot, and gives you its answer. It shares the"
                    + " workspace and knows nothing but the task.",
            new Schema()
                    .text("task", "what to do and all it must know")
                    .texts("tools", "those it may use, if fewer")
                    .require("task")
                    .build());

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Capability capability() {
        return Capability.PART;
    }

    @Override
    public Prepared prepare(JsonObject input, Around around) {
        String task = Schema.read(input, FIELDS, json -> json.text("task")).strip();
        List<String> tools = Schema.read(
                input, FIELDS, json -> json.listOr("tools", JsonArray.EMPTY).texts());
        if (task.isEmpty() || task.length() > MAX_CHARS) {
            throw new BadInput("A task has 1 to " + MAX_CHARS + " characters. What is long goes into a file of the"
                    + " workspace, which the sub-agent can read.");
        }
        if (tools.size() > MAX_TOOLS || tools.stream().anyMatch(name -> name.isBlank() || name.length() > 64)) {
            throw new BadInput("tools are names of at most " + MAX_TOOLS + " of your tools.");
        }
        return new Call(new Part(task, tools));
    }

    private record Call(Part work) implements Prepared {
        @Override
        public Effect effect() {
            return new Effect(
                    Capability.PART,
                    JsonObject.with("task", work.task())
                            .with("tools", JsonArray.ofTexts(work.tools()))
                            .build());
        }

        @Override
        public Optional<Part> part() {
            return Optional.of(work);
        }

        @Override
        public ToolOutcome run(AuthorizedCall authorized) {
            throw new IllegalStateException("A part of a turn is done by the turn.");
        }
    }
}
