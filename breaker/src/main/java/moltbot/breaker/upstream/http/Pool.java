package moltbot.breaker.upstream.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;

/// The connections to the other panel that one event loop has. Bounded; what is idle is used again, newest first, and
/// closed after a while. On that event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a channel that cannot be written to or closed tells its own handler
final class Pool {
    /// As many as browsers may have connections; streams and WebSockets keep theirs.
    static final int MOST = 512;

    static final int MOST_IDLE = 64;
    static final Duration IDLE = Duration.ofSeconds(20);
    private static final int CONNECT_MILLIS = 5_000;

    /// Who waits for a connection.
    interface Taker {
        /// There is one.
        ///
        /// @param reused  it has answered before, and may have been closed at the other end meanwhile
        void connected(Wire wire, boolean reused);

        /// There is none.
        ///
        /// @param full  there are too many; else it cannot be reached
        void refused(boolean full);
    }

    private final Target target;
    private final EventLoop loop;
    private final ArrayDeque<Wire> idle = new ArrayDeque<>();
    private int open;

    Pool(Target target, EventLoop loop) {
        this.target = target;
        this.loop = loop;
    }

    /// @param fresh  only a connection that was not used before will do
    void take(Taker taker, boolean fresh) {
        Wire last;
        while (!fresh && (last = idle.pollLast()) != null) {
            if (last.open()) {
                taker.connected(last, true);
                return;
            }
        }
        if (open >= MOST) {
            taker.refused(true);
            return;
        }
        open++;
        ChannelFuture connecting = bootstrap().connect(target.address());
        connecting.addListener((ChannelFutureListener) done -> {
            if (done.isSuccess()) {
                taker.connected(wire(done.channel()), false);
            } else {
                open--;
                taker.refused(false);
            }
        });
    }

    private Wire wire(Channel channel) {
        return Wire.on(channel, () -> open--);
    }

    private Bootstrap bootstrap() {
        boolean unix = target.address() instanceof UnixDomainSocketAddress;
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(unix ? NioDomainSocketChannel::new : NioSocketChannel::new)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(32 << 10, 64 << 10))
                .handler(new ChannelInboundHandlerAdapter());
        return unix ? bootstrap : bootstrap.option(ChannelOption.TCP_NODELAY, true);
    }

    /// Takes a connection back, to be used again where that is safe.
    void giveBack(Wire wire) {
        if (!wire.reusable() || idle.size() >= MOST_IDLE) {
            wire.close();
            return;
        }
        wire.idleSinceNanos = System.nanoTime();
        idle.addLast(wire);
        // So that its end is noticed, and anything it says unasked.
        wire.read();
    }

    /// Closes what has been idle for long.
    void tidy() {
        long now = System.nanoTime();
        Iterator<Wire> oldest = idle.iterator();
        while (oldest.hasNext()) {
            Wire wire = oldest.next();
            if (!wire.open() || now - wire.idleSinceNanos > IDLE.toNanos()) {
                oldest.remove();
                wire.close();
            }
        }
    }

    void close() {
        idle.forEach(Wire::close);
        idle.clear();
    }
}
