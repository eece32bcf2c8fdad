package moltbot.runtime.mcp;

import moltbot.contract.ContractException;
import moltbot.contract.label.Label;
import moltbot.contract.mcp.ToolServer;
import moltbot.runtime.tool.AuthorizedCall;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;

/// Opens a server for a conversation and lists what it offers: exactly the program or place that was judged.
record OpenCall(Servers servers, ToolServer server, String conversation) implements Tool.Prepared {
    @Override
    public Effect effect() {
        return new Effect(server.hold().isPresent() ? Capability.HOLD : Capability.MCP_OPEN, server.opening());
    }

    @Override
    public Label leaves() {
        return server.label();
    }

    @Override
    public ToolOutcome run(AuthorizedCall authorized) throws InterruptedException {
        String grant = authorized.grantFor(effect());
        try {
            OpenServer open = servers.begin(conversation, server, grant);
            return ListCall.listed(server.name(), open.client().tools());
        } catch (ContractException e) {
            return ToolOutcome.of(
                    Outcome.UNAVAILABLE, "The server " + server.name() + " was not opened. " + e.getMessage());
        } catch (McpException e) {
            return Result.of(e);
        } catch (InterruptedException e) {
            servers.close(conversation, server.name());
            throw e;
        }
    }
}
