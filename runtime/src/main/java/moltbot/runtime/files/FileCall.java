package moltbot.runtime.files;

import java.util.function.Function;
import moltbot.contract.json.JsonObject;
import moltbot.runtime.tool.AuthorizedCall;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;

/// A prepared call on the rows of the workspace: it runs from what was judged, not from what was asked.
record FileCall(Effect effect, Function<JsonObject, ToolOutcome> doing) implements Tool.Prepared {
    @Override
    public ToolOutcome run(AuthorizedCall authorized) {
        return doing.apply(authorized.judged(effect));
    }
}
