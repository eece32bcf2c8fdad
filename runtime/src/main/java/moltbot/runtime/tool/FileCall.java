package moltbot.runtime.tool;

import java.util.function.Function;
import moltbot.contract.json.JsonObject;

/// A prepared call on the rows of the workspace: it runs from what was judged, not from what was asked.
record FileCall(Effect effect, Function<JsonObject, ToolOutcome> doing) implements Tool.Prepared {
    @Override
    public ToolOutcome run(AuthorizedCall authorized) {
        return doing.apply(authorized.requireFor(effect).effect().shows());
    }
}
