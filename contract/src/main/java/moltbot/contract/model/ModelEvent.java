package moltbot.contract.model;

import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// What a model's answer is made of, in the order it comes. Ends with exactly one [Finished].
public sealed interface ModelEvent {
    /// A piece of text to show at once. The pieces of one answer, joined, are its text.
    record TextDelta(String text) implements ModelEvent {}

    /// A complete wish for a tool.
    record ToolCall(String id, String name, JsonObject input) implements ModelEvent {}

    /// A complete part only its provider understands; see [Content.Opaque].
    record Opaque(String provider, JsonObject raw) implements ModelEvent {}

    /// All that came of this answer so far is void: the question was asked again, of this model or of another.
    record Restarted() implements ModelEvent {}

    /// The answer is complete.
    ///
    /// @param stop      `end`, `tools`, `length` or `refused`
    /// @param provider  `anthropic`, `openai`, `ollama` or `demo`
    /// @param model     the model's own name
    record Finished(String stop, String provider, String model, Usage usage) implements ModelEvent {}

    default JsonObject toJson() {
        return switch (this) {
            case TextDelta(String text) ->
                JsonObject.with("type", "text").with("text", text).build();
            case ToolCall(String id, String name, JsonObject input) ->
                JsonObject.with("type", "tool")
                        .with("id", id)
                        .with("name", name)
                        .with("input", input)
                        .build();
            case Opaque(String provider, JsonObject raw) ->
                JsonObject.with("type", "opaque")
                        .with("provider", provider)
                        .with("raw", raw)
                        .build();
            case Restarted() -> JsonObject.with("type", "restarted").build();
            case Finished(String stop, String provider, String model, Usage usage) ->
                usage.into(JsonObject.with("type", "finished")
                                .with("stop", stop)
                                .with("provider", provider)
                                .with("model", model))
                        .build();
        };
    }

    static ModelEvent fromJson(JsonObject json) {
        return switch (json.text("type")) {
            case "text" -> new TextDelta(json.text("text"));
            case "tool" -> new ToolCall(json.text("id"), json.text("name"), json.object("input"));
            case "opaque" -> new Opaque(json.text("provider"), json.object("raw"));
            case "restarted" -> new Restarted();
            case "finished" ->
                new Finished(json.text("stop"), json.text("provider"), json.text("model"), Usage.fromJson(json));
            default -> throw ContractException.malformed("A model's answer holds an unknown event.");
        };
    }
}
