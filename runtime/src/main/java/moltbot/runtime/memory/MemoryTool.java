package moltbot.runtime.memory;

import java.time.ZoneOffset;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.model.ToolSpec;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.BadInput;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.FixedCall;
import moltbot.runtime.tool.Schema;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import moltbot.runtime.words.Words;

/// `memory`: facts and notes that outlast conversations. What comes back is data with its source and date, each line
/// behind a mark, and never an instruction.
public final class MemoryTool implements Tool {
    private static final List<String> FIELDS = List.of("action", "text", "id");
    private static final int MOST = 12;
    private static final ToolSpec SPEC = new ToolSpec(
            "memory",
            "Facts and notes that outlast conversations: search (words, in their languages) before you ask for what you"
                    + " may know; remember one fact in one sentence when asked or clearly useful; forget by id.",
            new Schema()
                    .text("action", "search, remember or forget")
                    .text("text", "words to search for, or what to remember")
                    .integer("id", "for forget")
                    .require("action")
                    .build());

    private final Memories memories;

    public MemoryTool(Memories memories) {
        this.memories = memories;
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Capability capability() {
        return Capability.MEMORY_READ;
    }

    @Override
    public Prepared prepare(JsonObject input, Around around) {
        String action = Schema.read(input, FIELDS, json -> json.text("action"));
        String text = Schema.read(input, FIELDS, json -> json.textOr("text", "").strip());
        long id = Schema.read(input, FIELDS, json -> json.numberOr("id", 0));
        return switch (action) {
            case "search" ->
                new FixedCall(
                        new Effect(
                                Capability.MEMORY_READ,
                                JsonObject.with("words", text).build()),
                        Label.KEPT,
                        () -> search(around.sender(), text));
            case "remember" -> remember(text, around);
            case "forget" -> forget(id, around);
            default -> throw new BadInput("action is search, remember or forget.");
        };
    }

    private ToolOutcome search(String sender, String words) {
        List<Memory> found = memories.search(sender, words, MOST);
        if (found.isEmpty()) {
            return ToolOutcome.of(Outcome.OK, "Nothing is remembered of that.");
        }
        return ToolOutcome.of(
                Outcome.OK,
                Words.remembered(found.stream().map(MemoryTool::line).toList(), 2_200));
    }

    private static String line(Memory memory) {
        return "#" + memory.id() + " " + memory.at().atZone(ZoneOffset.UTC).toLocalDate() + ", "
                + (memory.source().equals("owner") ? "written by the owner" : "from a conversation") + ": "
                + memory.text();
    }

    private Prepared remember(String text, Around around) {
        if (text.isEmpty() || text.length() > Memory.MAX_CHARS) {
            throw new BadInput("text is what to remember: 1 to " + Memory.MAX_CHARS + " characters.");
        }
        return new FixedCall(
                new Effect(
                        Capability.MEMORY_WRITE, JsonObject.with("text", text).build()),
                Label.OWNERS,
                () -> keep(text, around));
    }

    private ToolOutcome keep(String text, Around around) {
        Memory kept;
        try {
            kept = memories.remember(around.sender(), text, around.heard().label(), around.session());
        } catch (ContractException e) {
            if (!e.reason().equals(Memories.FULL)) {
                throw e;
            }
            return ToolOutcome.of(Outcome.FAILED, String.valueOf(e.getMessage()));
        }
        return ToolOutcome.of(
                Outcome.OK,
                kept.waiting()
                        ? "Noted as #" + kept.id() + ". This conversation has read what others wrote, so it counts once"
                                + " the owner has approved it on the page Memory."
                        : "Remembered as #" + kept.id() + ".");
    }

    private Prepared forget(long id, Around around) {
        Memory memory = memories.find(around.sender(), id)
                .orElseThrow(() -> new BadInput("There is no memory #" + id + ". search shows their numbers."));
        JsonObject shows = JsonObject.with("id", id).with("text", memory.text()).build();
        return new FixedCall(
                new Effect(Capability.MEMORY_FORGET, shows),
                Label.OWNERS,
                () -> ToolOutcome.of(Outcome.OK, memories.forget(id) ? "Forgotten." : "It had been forgotten before."));
    }
}
