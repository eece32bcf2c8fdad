package moltbot.runtime.web;

import java.util.function.Function;
import moltbot.contract.ContractException;
import moltbot.contract.label.Label;
import moltbot.runtime.tool.AuthorizedCall;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;

/// One question to the web, ready to be judged. Whatever comes back is somebody else's.
///
/// @param sorry   what the model is told first where it fails
/// @param asking  asks, by control's sealed yes
record WebCall(Effect effect, String sorry, Function<String, ToolOutcome> asking) implements Tool.Prepared {
    @Override
    public Label leaves() {
        return Label.FOREIGN;
    }

    @Override
    public ToolOutcome run(AuthorizedCall authorized) {
        try {
            return asking.apply(authorized.grantFor(effect));
        } catch (ContractException e) {
            return ToolOutcome.of(Outcome.FAILED, sorry + " " + e.getMessage());
        }
    }
}
