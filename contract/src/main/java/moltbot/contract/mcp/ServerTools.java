package moltbot.contract.mcp;

import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;

/// Tools of a server that a conversation is about to be told of, in the server's own words, whole.
///
/// @param definitions  each as the server gave it (Model Context Protocol, `Tool`)
public record ServerTools(String server, List<JsonObject> definitions) {
    /// The effect's name in judgements and the audit.
    public static final String EFFECT = "mcp.load";

    private static final int MOST = 32;

    public ServerTools {
        definitions = List.copyOf(definitions);
        if (definitions.isEmpty() || definitions.size() > MOST) {
            throw ContractException.malformed("From 1 to " + MOST + " tools are loaded at once.");
        }
        definitions.forEach(definition -> definition.text("name"));
    }

    /// What a definition is known by: it changes with every word of it.
    public static String digest(JsonObject definition) {
        return Seal.digest(definition.toBytes());
    }

    public JsonObject toJson() {
        return JsonObject.with("server", server)
                .with("tools", JsonArray.of(definitions))
                .build();
    }

    public static ServerTools fromJson(JsonObject json) {
        return new ServerTools(json.text("server"), json.list("tools").objects());
    }
}
