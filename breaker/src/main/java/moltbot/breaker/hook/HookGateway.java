package moltbot.breaker.hook;

import java.util.List;
import moltbot.contract.hook.Delivery;

/// Where a call goes that was proved: to whoever reads it.
@FunctionalInterface
public interface HookGateway {
    /// What became of it.
    enum Taken {
        /// It is kept, or there was nothing in it to keep.
        DONE,
        /// It cannot be read, and will not be another time.
        UNREADABLE,
        /// Not now, or not yet: the same again later finds out.
        LATER
    }

    /// Hands a call over and waits, for a while only, for what becomes of it.
    ///
    /// @param who   hook and kind, as [HookCall#principal]
    /// @param body  in the pieces it came in; not to be changed
    Taken deliver(Delivery delivery, String who, long epoch, List<byte[]> body);
}
