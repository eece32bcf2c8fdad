package moltbot.gateway.channel;

import moltbot.contract.hook.HookCall;
import moltbot.contract.hook.Taken;

/// A channel that does not ask for what is new but is called. Who calls was proved by the breaker; the channel reads
/// what they say. May be called by several threads at once.
public interface WebhookReceiver {
    /// The hook it is called at: the name in the path.
    String hook();

    /// Takes one call. Returns once each message in it is on disk, or it is settled that it never will be.
    ///
    /// @param body  at most [HookCall#MOST] bytes, exactly as they came
    /// @return what the caller is told
    Taken receive(HookCall call, byte[] body) throws InterruptedException;
}
