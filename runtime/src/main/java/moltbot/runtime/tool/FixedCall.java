package moltbot.runtime.tool;

import java.util.function.Supplier;
import moltbot.contract.label.Label;

/// A call of a tool that works on what this house keeps: all of it was fixed when it was judged.
///
/// @param leaves  what the conversation has read afterwards
/// @param doing   what it does, once it is allowed
public record FixedCall(Effect effect, Label leaves, Supplier<ToolOutcome> doing) implements Tool.Prepared {
    @Override
    public ToolOutcome run(AuthorizedCall authorized) {
        authorized.judged(effect);
        return doing.get();
    }
}
