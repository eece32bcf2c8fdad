package moltbot.gateway.testmodel;

import java.util.List;
import moltbot.contract.json.JsonObject;

/// What a scripted model says, whatever API it says it in.
///
/// @param text      pieces of text, each a delta of its own
/// @param calls     tools it wants
/// @param thinking  of Anthropic's only; empty for none
public record Answer(List<String> text, List<Call> calls, String thinking) {
    /// A wish for a tool.
    public record Call(String id, String name, JsonObject input) {}

    public static Answer text(String... pieces) {
        return new Answer(List.of(pieces), List.of(), "");
    }

    public static Answer call(String text, String id, String name, JsonObject input) {
        return new Answer(List.of(text), List.of(new Call(id, name, input)), "");
    }

    public Answer thinking(String thoughts) {
        return new Answer(text, calls, thoughts);
    }

    int tokens() {
        return 1 + text.size();
    }
}
