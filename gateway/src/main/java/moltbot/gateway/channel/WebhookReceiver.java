package moltbot.gateway.channel;

import moltbot.contract.hook.Delivery;

/// A channel that does not ask for what is new but is called. Who calls was proved by the breaker; the channel reads
/// what they say. May be called by several threads at once.
public interface WebhookReceiver {
    /// The hook it is called at: the name in the path.
    String hook();

    /// Takes one delivery. Returns once each message in it is on disk, or it is settled that it never will be.
    ///
    /// @param body  at most [Delivery#MOST] bytes, exactly as they came
    /// @return what the caller is told
    Taken receive(Delivery delivery, byte[] body) throws InterruptedException;

    /// What became of a delivery.
    enum Taken {
        /// It is kept, or there was nothing in it to keep: the caller need not call again.
        DONE,
        /// It cannot be read, and will not be another time.
        UNREADABLE,
        /// Not now: whoever calls may try again.
        LATER
    }
}
