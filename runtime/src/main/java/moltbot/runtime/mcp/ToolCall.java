package moltbot.runtime.mcp;

import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.label.Label;
import moltbot.contract.mcp.ServerCall;
import moltbot.contract.mcp.ToolServer;
import moltbot.runtime.tool.AuthorizedCall;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;

/// One call of a server's tool, as it was judged, if the tool is still the one that was loaded.
record ToolCall(Servers servers, ToolServer server, String conversation, ServerCall call, Effect effect)
        implements Tool.Prepared {
    private static final String AGAIN = " Open it again with load_tools.";

    @Override
    public Label leaves() {
        return server.label();
    }

    @Override
    public ToolOutcome run(AuthorizedCall authorized) throws InterruptedException {
        ServerCall judged = ServerCall.fromJson(authorized.judged(effect));
        Optional<OpenServer> open = servers.find(conversation, server.name());
        if (open.isEmpty()) {
            return failed("The server is not open any more." + AGAIN);
        }
        try {
            return call(open.get(), judged);
        } catch (McpException e) {
            String over = open.get().client().over();
            if (over == null) {
                return Result.of(e);
            }
            servers.close(conversation, server.name());
            return failed("The server " + server.name() + " is closed. " + e.getMessage() + AGAIN);
        } catch (InterruptedException e) {
            // Stopped is stopped: a server need not heed that the call was cancelled.
            servers.close(conversation, server.name());
            throw e;
        }
    }

    private static ToolOutcome call(OpenServer open, ServerCall judged) throws InterruptedException {
        Definition now = open.client().tools().get(judged.tool());
        if (now == null || !now.digest().equals(judged.definition())) {
            open.forget(judged.tool());
            return failed(
                    now == null
                            ? "The server does not offer this tool any more, so it was not called."
                            : "The server says something else of this tool now, so it was not called. Load it again, which"
                                    + " asks your owner.");
        }
        try {
            return Result.of(open.client().call(judged.tool(), judged.arguments()));
        } catch (ContractException e) {
            return failed("What the server gave back is not of the protocol, so it was left out.");
        }
    }

    private static ToolOutcome failed(String sentence) {
        return ToolOutcome.of(Outcome.FAILED, "[" + sentence + "]\n");
    }
}
