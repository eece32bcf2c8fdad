package moltbot.contract.model;

import moltbot.contract.json.JsonObject;

/// A tool as a model is told of it.
///
/// @param inputSchema  JSON Schema of its input object
public record ToolSpec(String name, String description, JsonObject inputSchema) {
    public JsonObject toJson() {
        return JsonObject.with("name", name)
                .with("description", description)
                .with("inputSchema", inputSchema)
                .build();
    }

    public static ToolSpec fromJson(JsonObject json) {
        return new ToolSpec(json.text("name"), json.text("description"), json.object("inputSchema"));
    }
}
