package moltbot.runtime.mcp;

import java.util.List;
import java.util.stream.Collectors;
import moltbot.contract.label.Label;
import moltbot.runtime.tool.AuthorizedCall;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;

/// Lets a conversation call tools of an open server, in the words that were judged.
record LoadCall(OpenServer open, List<Definition> chosen, Effect effect) implements Tool.Prepared {
    @Override
    public Label leaves() {
        return open.server().label();
    }

    @Override
    public ToolOutcome run(AuthorizedCall authorized) {
        authorized.grantFor(effect);
        open.load(chosen);
        return ToolOutcome.of(
                Outcome.OK,
                chosen.stream()
                        .map(definition -> Definition.fullName(open.server().name(), definition.name()))
                        .collect(Collectors.joining(", ", "[You can call now: ", ".]\n")));
    }
}
