package moltbot.breaker.upstream.http;

import io.netty.channel.EventLoop;
import moltbot.breaker.identity.SignedIn;

/// Something under way to the other panel.
interface Live {
    SignedIn who();

    EventLoop loop();

    /// Ends what waits for somebody for too long; on its event loop.
    void judgePatience(long now);

    /// Ends it at once. Any thread.
    void cut();
}
