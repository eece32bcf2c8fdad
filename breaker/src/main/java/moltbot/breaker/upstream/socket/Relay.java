package moltbot.breaker.upstream.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A WebSocket between a browser and the other panel: frames both ways, each side read only while the other has room.
/// Ends at once when either end leaves, breaks the protocol, or the breaker says so; after a while when nothing is
/// said. On its event loop, but for [#cut].
@SuppressWarnings("FutureReturnValueIgnored") // a channel that cannot be written to or closed is gone
public final class Relay {
    public static final Duration IDLE = Duration.ofMinutes(5);
    private static final Duration CLOSING = Duration.ofSeconds(10);
    private static final System.Logger LOG = System.getLogger("upstream");

    /// What holds for one WebSocket.
    ///
    /// @param compressed  permessage-deflate was agreed on
    /// @param mostBytes   the longest message
    /// @param nanos       a clock that never goes back
    public record Limits(boolean compressed, long mostBytes, LongSupplier nanos) {}

    private final LongSupplier nanos;
    private final Runnable over;
    private final Side browser;
    private final Side panel;
    private long lastNanos;
    private long closingNanos;
    private boolean ended;

    /// Between two ends that are added by [#browser] and [#panel].
    ///
    /// @param first       reads and replaces the browser's first message; null where nothing is replaced
    /// @param over        told once it has ended
    public Relay(Limits limits, @Nullable FirstMessage first, Runnable over) {
        this.nanos = limits.nanos();
        this.lastNanos = nanos.getAsLong();
        this.over = over;
        this.browser = new Side("browser");
        this.panel = new Side("panel");
        FrameReader up = new FrameReader(true, limits.compressed(), limits.mostBytes(), panel::write);
        browser.reads(first == null ? up::take : new FirstFrame(first, panel::write, up)::take, up);
        FrameReader down = new FrameReader(false, limits.compressed(), limits.mostBytes(), browser::write);
        panel.reads(down::take, down);
        browser.other = panel;
        panel.other = browser;
    }

    /// For the browser's channel, once it has left HTTP.
    public ChannelHandler browser() {
        return browser;
    }

    /// For the panel's channel, likewise.
    public ChannelHandler panel() {
        return panel;
    }

    /// Ends what has been silent, or closing, for too long.
    public void judge(long now) {
        boolean closing = browser.closed() || panel.closed();
        if (closing && closingNanos == 0) {
            closingNanos = now;
        }
        if (now - lastNanos > IDLE.toNanos() || (closing && now - closingNanos > CLOSING.toNanos())) {
            end();
        }
    }

    /// Cuts both ends, in the middle of anything. Any thread.
    public void cut() {
        browser.close();
        panel.close();
    }

    private void end() {
        if (!ended) {
            ended = true;
            cut();
            over.run();
        }
    }

    private void violated(Side by, FrameReader.Violation violation) {
        LOG.log(System.Logger.Level.INFO, "A WebSocket was ended: the {0} sent {1}.", by.name, violation.getMessage());
        Channel channel = browser.channel;
        FrameReader down = panel.reader;
        if (channel != null && down != null && down.between() && !down.closed()) {
            channel.writeAndFlush(close(violation.code())).addListener(ChannelFutureListener.CLOSE);
            panel.close();
            ended = true;
            over.run();
        } else {
            end();
        }
    }

    private static ByteBuf close(int code) {
        return Unpooled.wrappedBuffer(new byte[] {(byte) 0x88, 2, (byte) (code >> 8), (byte) code});
    }

    /// One end.
    private final class Side extends ChannelInboundHandlerAdapter {
        private final String name;
        private volatile @Nullable Channel channel;
        private @Nullable Side other;
        private java.util.function.Consumer<ByteBuf> take = bytes -> {};
        private @Nullable FrameReader reader;

        Side(String name) {
            this.name = name;
        }

        void reads(java.util.function.Consumer<ByteBuf> how, FrameReader frames) {
            take = how;
            reader = frames;
        }

        boolean closed() {
            FrameReader frames = reader;
            return frames != null && frames.closed();
        }

        void write(ByteBuf bytes) {
            Channel to = channel;
            if (to == null) {
                bytes.release();
            } else {
                to.write(bytes);
            }
        }

        void close() {
            Channel open = channel;
            if (open != null) {
                open.close();
            }
        }

        boolean writable() {
            Channel to = channel;
            return to != null && to.isWritable();
        }

        void read() {
            Channel from = channel;
            Side to = other;
            if (from != null && to != null && to.writable()) {
                from.read();
            }
        }

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            channel = ctx.channel();
            Side to = other;
            if (to != null && to.channel != null) {
                read();
                to.read();
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            try {
                if (ended || !(message instanceof ByteBuf bytes)) {
                    return;
                }
                lastNanos = nanos.getAsLong();
                take.accept(bytes);
            } catch (FrameReader.Violation e) {
                violated(this, e);
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            Side to = other;
            Channel channelOfOther = to == null ? null : to.channel;
            if (channelOfOther != null) {
                channelOfOther.flush();
            }
            read();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            Side from = other;
            if (from != null) {
                from.read();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            end();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            end();
        }
    }
}
