package moltbot.runtime.memory;

import java.time.Instant;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;

/// Something that is remembered of or for one sender.
///
/// @param label    of the conversation it comes from, joined to that it is the owner's own
/// @param source   `owner` where they wrote it down themself, else the conversation's name
/// @param waiting  until the owner has seen it: no model is shown it before
public record Memory(long id, String sender, String text, Label label, String source, Instant at, boolean waiting) {
    /// Longest memory, in characters.
    public static final int MAX_CHARS = 2_000;

    public JsonObject toJson() {
        return JsonObject.with("id", id)
                .with("sender", sender)
                .with("text", text)
                .with("label", label.toJson())
                .with("source", source)
                .with("at", at.toEpochMilli())
                .with("waiting", waiting)
                .build();
    }
}
