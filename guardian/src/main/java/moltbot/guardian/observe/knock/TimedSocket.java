package moltbot.guardian.observe.knock;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A connection that ends after a time, whatever is under way. The patience of [Socket#setSoTimeout] is each read's
/// alone: who sends a byte a second would be listened to for ever.
public final class TimedSocket extends Socket {
    private static final ScheduledThreadPoolExecutor ENDS = ends();

    private final Future<?> end;

    /// @param whole  from now to the end, connecting included
    public TimedSocket(Duration whole) {
        end = ENDS.schedule(this::expire, whole.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static ScheduledThreadPoolExecutor ends() {
        ScheduledThreadPoolExecutor ends = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("ends").factory());
        ends.setRemoveOnCancelPolicy(true);
        return ends;
    }

    private void expire() {
        try {
            super.close();
        } catch (IOException e) {
            System.getLogger("watch").log(System.Logger.Level.DEBUG, "A connection could not be ended.", e);
        }
    }

    @Override
    public void close() throws IOException {
        end.cancel(false);
        super.close();
    }
}
