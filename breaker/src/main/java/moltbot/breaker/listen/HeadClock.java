package moltbot.breaker.listen;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Closes a connection that keeps its place without asking anything: a head has to be complete soon after its first
/// byte, and the first byte has to come. One connection, on its event loop.
final class HeadClock extends ChannelInboundHandlerAdapter {
    static final Duration HEAD = Duration.ofSeconds(10);
    static final Duration BETWEEN = Duration.ofSeconds(60);

    private final Duration head;
    private boolean waiting;
    private boolean begun;
    private @Nullable Deadline end;

    HeadClock(Duration head) {
        this.head = head;
    }

    /// A head is expected, its first byte within `patience`, or all of it where that is no longer than a head may take.
    void expect(ChannelHandlerContext ctx, Duration patience) {
        waiting = true;
        begun = patience.compareTo(head) <= 0;
        arm(ctx, patience);
    }

    /// The head is here.
    void arrived() {
        waiting = false;
        Deadline deadline = end;
        if (deadline != null) {
            deadline.callOff();
        }
    }

    private void arm(ChannelHandlerContext ctx, Duration patience) {
        Deadline deadline = end;
        if (deadline == null) {
            deadline = new Deadline(ctx.channel());
            end = deadline;
        }
        deadline.set(patience);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (waiting && !begun) {
            begun = true;
            arm(ctx, head);
        }
        ctx.fireChannelRead(message);
    }
}
