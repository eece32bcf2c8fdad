package moltbot.guardian.notify;

import java.io.IOException;

/// One way to the owner. A channel of the assistant's will be another.
@FunctionalInterface
public interface Messenger {
    /// Returns once it was taken; may wait some seconds.
    void send(Notice notice) throws IOException, InterruptedException;
}
