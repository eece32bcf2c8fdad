package moltbot.guardian.notify;

import java.io.IOException;

/// One way to the owner.
@FunctionalInterface
public interface Messenger {
    /// Returns once it was taken; may wait some seconds.
    void send(Notice notice) throws IOException, InterruptedException;
}
