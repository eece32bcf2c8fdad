package moltbot.breaker.hook;

import java.util.List;
import moltbot.contract.hook.HookCall;
import moltbot.contract.hook.Taken;

/// Where a call goes that was proved: to whoever reads it.
@FunctionalInterface
public interface HookGateway {
    /// Hands a call over and waits, for a while only, for what becomes of it.
    ///
    /// @param who   hook and kind, as [HookIntake#principal]
    /// @param body  in the pieces it came in; not to be changed
    Taken deliver(HookCall call, String who, long epoch, List<byte[]> body);
}
