package moltbot.breaker.listen;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A moment at which a channel is closed, unless it is called off before. One at a time; it keeps nothing in memory
/// once it is called off or the channel is gone, for what each connection or request leaves behind for some seconds, a
/// stranger can pile up. On the channel's event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a channel that cannot be closed is closed
final class Deadline {
    private final Channel channel;
    private boolean followed;
    private @Nullable Future<?> timer;

    Deadline(Channel channel) {
        this.channel = channel;
    }

    /// From now on it is this long.
    void set(Duration patience) {
        callOff();
        timer = channel.eventLoop().schedule(() -> channel.close(), patience.toMillis(), TimeUnit.MILLISECONDS);
        if (!followed) {
            followed = true;
            channel.closeFuture().addListener(closed -> callOff());
        }
    }

    /// There is none any more.
    void callOff() {
        Future<?> before = timer;
        if (before != null) {
            before.cancel(false);
            timer = null;
        }
    }
}
