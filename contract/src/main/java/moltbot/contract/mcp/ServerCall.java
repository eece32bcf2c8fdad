package moltbot.contract.mcp;

import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// One call of a server's tool, whole.
///
/// @param tool        as the server calls it
/// @param definition  the digest of what the server says of that tool, see [ServerTools#digest]
/// @param arguments   all of them
public record ServerCall(String server, String tool, String definition, JsonObject arguments) {
    /// The effect's name in judgements and the audit.
    public static final String EFFECT = "mcp.call";

    public ServerCall {
        if (tool.isEmpty() || tool.length() > 128 || !definition.matches("[0-9a-f]{64}")) {
            throw ContractException.malformed("A call of a server's tool names the tool and what it is known by.");
        }
    }

    public JsonObject toJson() {
        return JsonObject.with("server", server)
                .with("tool", tool)
                .with("arguments", arguments)
                .with("definition", definition)
                .build();
    }

    public static ServerCall fromJson(JsonObject json) {
        return new ServerCall(
                json.text("server"), json.text("tool"), json.text("definition"), json.object("arguments"));
    }
}
