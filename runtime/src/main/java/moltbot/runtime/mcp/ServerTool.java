package moltbot.runtime.mcp;

import moltbot.contract.json.JsonObject;
import moltbot.contract.mcp.ServerCall;
import moltbot.contract.mcp.ToolServer;
import moltbot.contract.model.ToolSpec;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.Schema;
import moltbot.runtime.tool.Tool;

/// One tool of a server, `mcp__server__tool`, as a conversation was told of it.
record ServerTool(Servers servers, ToolServer server, Definition definition) implements Tool {
    @Override
    public ToolSpec spec() {
        return definition.spec(server.name());
    }

    @Override
    public Capability capability() {
        return Capability.MCP_CALL;
    }

    @Override
    public Prepared prepare(JsonObject input, Around around) {
        ServerCall call = Schema.read(
                input,
                java.util.List.copyOf(input.fields().keySet()),
                arguments -> new ServerCall(server.name(), definition.name(), definition.digest(), arguments));
        return new ToolCall(
                servers, server, around.workspace().name(), call, new Effect(Capability.MCP_CALL, call.toJson()));
    }
}
