package moltbot.runtime.mcp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.label.Label;
import moltbot.contract.mcp.ToolServer;
import moltbot.runtime.tool.AuthorizedCall;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import moltbot.runtime.words.Words;

/// Shows the names of what an open server offers.
record ListCall(ToolServer server, Map<String, Definition> offered, Effect effect) implements Tool.Prepared {
    private static final int MOST_LINE = 100;
    private static final int MOST_BYTES = 16_000;

    @Override
    public Label leaves() {
        return server.label();
    }

    @Override
    public ToolOutcome run(AuthorizedCall authorized) {
        authorized.grantFor(effect);
        return listed(server.name(), offered);
    }

    static ToolOutcome listed(String server, Map<String, Definition> offered) {
        List<String> lines = new ArrayList<>();
        List<String> odd = new ArrayList<>();
        int bytes = 0;
        int left = 0;
        for (Definition definition : offered.values()) {
            Optional<String> problem = definition.problem(server);
            String line = Words.line(problem.isEmpty() ? definition.line() : definition.name(), MOST_LINE);
            bytes += line.getBytes(StandardCharsets.UTF_8).length + 3;
            if (bytes > MOST_BYTES) {
                left++;
            } else if (problem.isEmpty()) {
                lines.add(line);
            } else {
                odd.add(line + " (" + problem.get() + ")");
            }
        }
        StringBuilder text = new StringBuilder(Words.ofServer(lines, MOST_LINE * 2));
        if (!odd.isEmpty()) {
            text.append("[These it offers too, but they cannot be loaded:]\n")
                    .append(Words.ofServer(odd, MOST_LINE * 3));
        }
        if (left > 0) {
            text.append("[").append(left).append(" more are not shown.]\n");
        }
        text.append("[The server ").append(server).append(" is open. Load what you need: load_tools with tools.]\n");
        return ToolOutcome.of(Outcome.OK, text.toString());
    }
}
