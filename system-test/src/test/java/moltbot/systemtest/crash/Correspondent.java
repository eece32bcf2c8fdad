package moltbot.systemtest.crash;

import java.util.List;

/// Somebody who writes numbered messages to the house, and what came back.
interface Correspondent {
    /// Sends the message whose number is the next, at once or when the house takes it; in order.
    void write(String text);

    /// Waits until everything is sent.
    void finish() throws InterruptedException;

    /// The texts that came back so far, in order.
    List<String> answers();

    /// True where a channel could not know better than to lose this message.
    default boolean mayBeLost(int number) {
        return false;
    }

    /// True where a channel could not know better than to bring this answer twice.
    default boolean mayBeDoubled(String token) {
        return false;
    }
}
