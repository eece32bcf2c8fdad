package moltbot.runtime.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.contract.mcp.ServerTools;
import moltbot.contract.model.ToolSpec;
import moltbot.runtime.words.Words;

/// One tool as its server describes it.
///
/// @param json  whole, as it came (Model Context Protocol, `Tool`)
record Definition(JsonObject json) {
    /// Most that a model is told of one, in characters.
    static final int MOST_SCHEMA = 8_000;

    private static final int MOST_DESCRIPTION = 2_000;
    private static final int MOST_FULL_NAME = 64;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern PROPERTY = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /// What models' providers take at the top of a schema; other words there are refused by some, and the whole
    /// question with them.
    private static final List<String> TAKEN =
            List.of("type", "properties", "required", "additionalProperties", "$defs", "definitions");

    private static final Set<String> REFUSED = Set.of("oneOf", "anyOf", "allOf", "not", "enum", "if");

    /// A tool without a well-formed name or schema is not of the protocol.
    Definition {
        json.text("name");
        json.object("inputSchema");
        json.textOr("description", "");
    }

    String name() {
        return json.text("name");
    }

    /// What it is known by, and what the owner's yes is bound to.
    String digest() {
        return ServerTools.digest(json);
    }

    /// One line about it, in the server's words.
    String line() {
        String about = json.textOr("description", "").strip();
        return name() + (about.isEmpty() ? "" : ": " + about.lines().findFirst().orElse(""));
    }

    static String fullName(String server, String tool) {
        return "mcp__" + server + "__" + tool;
    }

    /// Why no model can be offered it; empty where one can.
    Optional<String> problem(String server) {
        JsonObject schema = json.object("inputSchema");
        if (!NAME.matcher(name()).matches() || fullName(server, name()).length() > MOST_FULL_NAME) {
            return Optional.of("its name is not one that a model can call");
        }
        if (!schema.textOr("type", "").equals("object")
                || schema.fields().keySet().stream().anyMatch(REFUSED::contains)) {
            return Optional.of("its input is not described as one object");
        }
        boolean odd = schema.objectOr("properties", JsonObject.EMPTY).fields().keySet().stream()
                .anyMatch(property -> !PROPERTY.matcher(property).matches());
        if (odd) {
            return Optional.of("its input has a field whose name no model can write");
        }
        return schema.toString().length() > MOST_SCHEMA
                ? Optional.of("its input is described in more than " + MOST_SCHEMA + " characters")
                : Optional.empty();
    }

    /// What a model is told: the server's words marked as such.
    ToolSpec spec(String server) {
        List<String> lines = new ArrayList<>();
        String about = json.textOr("description", "");
        about.codePoints()
                .limit(MOST_DESCRIPTION)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .lines()
                .forEach(lines::add);
        JsonObject schema = json.object("inputSchema");
        JsonObject.Builder told = new JsonObject.Builder();
        for (String word : TAKEN) {
            schema.find(word).ifPresent(value -> told.with(word, value));
        }
        if (!(schema.find("properties").orElse(JsonValue.NULL) instanceof JsonObject)) {
            told.with("properties", JsonObject.EMPTY);
        }
        if (!schema.has("required")) {
            told.with("required", JsonArray.EMPTY);
        }
        return new ToolSpec(fullName(server, name()), Words.ofServer(lines, MOST_DESCRIPTION), told.build());
    }
}
