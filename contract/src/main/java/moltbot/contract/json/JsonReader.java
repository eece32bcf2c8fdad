package moltbot.contract.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// The one JSON reader of the house. Strict: valid UTF-8 only, no duplicate names, nothing after the value, and bounds
/// on depth, lengths, numbers and how many values there are: each costs up to a hundred bytes, however short it is.
public final class JsonReader {
    /// No value deeper than this.
    public static final int MAX_DEPTH = 64;
    /// No document longer than this, in bytes.
    public static final int MAX_BYTES = 16 << 20;

    /// No document of more values than this, the inner ones included.
    public static final int MAX_VALUES = 200_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxDocumentLength(MAX_BYTES)
                    .maxNumberLength(64)
                    .maxNameLength(4096)
                    .maxStringLength(MAX_BYTES)
                    .build())
            .build();

    private final JsonParser parser;
    private int values;

    private JsonReader(JsonParser parser) {
        this.parser = parser;
    }

    /// Reads one object.
    public static JsonObject object(byte[] utf8) {
        if (value(utf8) instanceof JsonObject object) {
            return object;
        }
        throw ContractException.malformed("A JSON object was expected.");
    }

    /// Reads one value of any kind.
    public static JsonValue value(byte[] utf8) {
        if (utf8.length > MAX_BYTES) {
            throw new ContractException(Code.TOO_LARGE, "A JSON text is longer than " + MAX_BYTES + " bytes.");
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), strictText(utf8))) {
            JsonValue value = new JsonReader(parser).read(parser.nextToken());
            if (parser.nextToken() != null) {
                throw ContractException.malformed("Something follows the end of a JSON text.");
            }
            return value;
        } catch (JacksonException e) {
            throw new ContractException(Code.MALFORMED, "A JSON text could not be read: " + e.getOriginalMessage(), e);
        }
    }

    private static String strictText(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ContractException(Code.MALFORMED, "A JSON text is not valid UTF-8.", e);
        }
    }

    private JsonValue read(@Nullable JsonToken token) {
        if (token == null) {
            throw ContractException.malformed("A JSON text ends too early.");
        } else if (++values > MAX_VALUES) {
            throw new ContractException(Code.TOO_LARGE, "A JSON text has more than " + MAX_VALUES + " values.");
        }
        return switch (token) {
            case START_OBJECT -> readObject();
            case START_ARRAY -> readArray();
            case VALUE_STRING -> new JsonValue.Text(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.Numeral(parser.getString());
            case VALUE_TRUE -> new JsonValue.Flag(true);
            case VALUE_FALSE -> new JsonValue.Flag(false);
            case VALUE_NULL -> JsonValue.NULL;
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw ContractException.malformed("A JSON text is out of order.");
        };
    }

    private JsonObject readObject() {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            fields.put(name, read(parser.nextToken()));
        }
        return new JsonObject(fields);
    }

    private JsonArray readArray() {
        List<JsonValue> elements = new ArrayList<>();
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            elements.add(read(token));
            token = parser.nextToken();
        }
        return new JsonArray(elements);
    }
}
