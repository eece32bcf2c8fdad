package moltbot.contract.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import moltbot.contract.ContractException;

/// A JSON array. Immutable.
public record JsonArray(List<JsonValue> values) implements JsonValue {
    public static final JsonArray EMPTY = new JsonArray(List.of());

    public JsonArray {
        values = List.copyOf(values);
    }

    public static JsonArray of(Collection<? extends JsonValue> values) {
        return new JsonArray(List.copyOf(values));
    }

    public static JsonArray ofTexts(Collection<String> texts) {
        return new JsonArray(texts.stream().map(JsonValue::of).toList());
    }

    /// Every element as text; anything else is malformed.
    public List<String> texts() {
        List<String> texts = new ArrayList<>(values.size());
        for (JsonValue value : values) {
            if (!(value instanceof Text(String text))) {
                throw ContractException.malformed("A list of texts holds something else.");
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }

    /// Every element as an object; anything else is malformed.
    public List<JsonObject> objects() {
        List<JsonObject> objects = new ArrayList<>(values.size());
        for (JsonValue value : values) {
            if (!(value instanceof JsonObject object)) {
                throw ContractException.malformed("A list of objects holds something else.");
            }
            objects.add(object);
        }
        return List.copyOf(objects);
    }

    @Override
    public void writeTo(StringBuilder out) {
        JsonWriter.array(this, out);
    }

    @Override
    public String toString() {
        return JsonWriter.write(this);
    }
}
