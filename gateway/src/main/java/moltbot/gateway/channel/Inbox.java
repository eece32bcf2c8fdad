package moltbot.gateway.channel;

/// Takes what people write.
@FunctionalInterface
public interface Inbox {
    /// Returns once it is on disk or it is settled that it never will be; waits as long as that takes, for an adapter
    /// must not tell its messenger before that it has a message.
    void take(Incoming message) throws InterruptedException;

    /// Somebody took back in their messenger what they wrote, and was handed over before. Waits as [#take] does, so
    /// that it comes after what it takes back.
    default void withdraw(Incoming.Withdrawn message) throws InterruptedException {}
}
