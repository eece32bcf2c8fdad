package moltbot.runtime.tool;

import java.util.ArrayList;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// The input of a tool: writes its JSON Schema, and reads what a model sent without trusting that it was followed.
public final class Schema {
    private final JsonObject.Builder properties = new JsonObject.Builder();
    private final List<String> required = new ArrayList<>();

    public Schema text(String name, String description) {
        return property(name, JsonObject.with("type", "string").with("description", description));
    }

    public Schema integer(String name, String description) {
        return property(name, JsonObject.with("type", "integer").with("description", description));
    }

    public Schema flag(String name, String description) {
        return property(name, JsonObject.with("type", "boolean").with("description", description));
    }

    public Schema texts(String name, String description) {
        return property(
                name,
                JsonObject.with("type", "array")
                        .with("items", JsonObject.with("type", "string").build())
                        .with("description", description));
    }

    public Schema require(String... names) {
        required.addAll(List.of(names));
        return this;
    }

    private Schema property(String name, JsonObject.Builder property) {
        properties.with(name, property.build());
        return this;
    }

    public JsonObject build() {
        return JsonObject.with("type", "object")
                .with("properties", properties.build())
                .with("required", JsonArray.ofTexts(required))
                .with("additionalProperties", false)
                .build();
    }

    /// Reads an input; what is not as the schema says becomes [BadInput].
    public static <T> T read(JsonObject input, List<String> known, java.util.function.Function<JsonObject, T> reading) {
        for (String name : input.fields().keySet()) {
            if (!known.contains(name)) {
                throw new BadInput("It has a field that is none of: " + String.join(", ", known) + ".");
            }
        }
        try {
            return reading.apply(input);
        } catch (ContractException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
    }
}
