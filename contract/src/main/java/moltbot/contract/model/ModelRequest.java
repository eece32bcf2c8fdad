package moltbot.contract.model;

import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// One question to a model. Which model answers is the gateway's to know.
///
/// @param maxTokens  bound on the answer, in tokens
public record ModelRequest(String system, List<ModelMessage> messages, List<ToolSpec> tools, int maxTokens) {
    public ModelRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        if (messages.isEmpty() || maxTokens <= 0) {
            throw ContractException.malformed("A model must be asked something and may answer something.");
        }
    }

    public JsonObject toJson() {
        return JsonObject.with("system", system)
                .with(
                        "messages",
                        JsonArray.of(messages.stream().map(ModelMessage::toJson).toList()))
                .with("tools", JsonArray.of(tools.stream().map(ToolSpec::toJson).toList()))
                .with("maxTokens", maxTokens)
                .build();
    }

    public static ModelRequest fromJson(JsonObject json) {
        return new ModelRequest(
                json.text("system"),
                json.list("messages").objects().stream()
                        .map(ModelMessage::fromJson)
                        .toList(),
                json.list("tools").objects().stream().map(ToolSpec::fromJson).toList(),
                json.integer("maxTokens"));
    }
}
