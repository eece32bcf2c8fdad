package moltbot.breaker.listen;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One HTTP/2 connection (RFC 9113): bounds on streams, headers and everything that costs its sender nothing (§10.5):
/// resets, empty frames, continuations, settings, pings. Ends where it is not used. On its event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a channel that cannot be written to or closed tells its own handler
final class Http2Connection extends ChannelInboundHandlerAdapter {
    /// More than a browser opens for one page here.
    static final int MOST_STREAMS = 32;
    static final int MAX_HEADER_BYTES = 16 << 10;
    /// Frames about the connection itself within [#WINDOW]; a browser sends a handful.
    static final int MOST_CONTROL_FRAMES = 100;
    static final Duration WINDOW = Duration.ofSeconds(10);

    private static final int WINDOW_BYTES = 64 << 10;
    private static final int MOST_RESETS = 100;
    private static final int RESET_WINDOW_SECONDS = 30;
    private static final int MOST_EMPTY_FRAMES = 2;
    private static final int MOST_SMALL_CONTINUATIONS = 8;
    private static final int MOST_QUEUED_REPLIES = 1000;

    private int streams;
    private int controlFrames;
    private @Nullable Future<?> idle;

    private Http2Connection() {}

    /// @param stream  prepares the channel of each stream
    static void on(ChannelPipeline pipeline, Consumer<Channel> stream, Tenant tenant) {
        Http2Connection connection = new Http2Connection();
        tenant.is(() -> connection.streams, () -> false, () -> false);
        pipeline.addLast(Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings()
                        .maxConcurrentStreams(MOST_STREAMS)
                        .maxHeaderListSize(MAX_HEADER_BYTES)
                        .initialWindowSize(WINDOW_BYTES))
                .validateHeaders(true)
                .decoderEnforceMaxRstFramesPerWindow(MOST_RESETS, RESET_WINDOW_SECONDS)
                .encoderEnforceMaxRstFramesPerWindow(MOST_RESETS, RESET_WINDOW_SECONDS)
                .decoderEnforceMaxConsecutiveEmptyDataFrames(MOST_EMPTY_FRAMES)
                .decoderEnforceMaxSmallContinuationFrames(MOST_SMALL_CONTINUATIONS)
                .encoderEnforceMaxQueuedControlFrames(MOST_QUEUED_REPLIES)
                .gracefulShutdownTimeoutMillis(0)
                .build());
        pipeline.addLast(new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                connection.opened(pipeline.channel(), channel);
                stream.accept(channel);
            }
        }));
        pipeline.addLast(connection);
    }

    private void opened(Channel whole, Channel stream) {
        streams++;
        stream.closeFuture().addListener(closed -> {
            streams--;
            restartIdle(whole);
        });
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        restartIdle(ctx.channel());
        long every = WINDOW.toMillis();
        Future<?> forget =
                ctx.executor().scheduleAtFixedRate(() -> controlFrames = 0, every, every, TimeUnit.MILLISECONDS);
        ctx.channel().closeFuture().addListener(closed -> forget.cancel(false));
    }

    private void restartIdle(Channel whole) {
        Future<?> before = idle;
        if (before != null) {
            before.cancel(false);
        }
        idle = streams > 0 || !whole.isActive()
                ? null
                : whole.eventLoop()
                        .schedule(() -> closeIfIdle(whole), HeadClock.BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void closeIfIdle(Channel whole) {
        if (streams == 0) {
            whole.close();
        }
    }

    /// Whatever is for no stream.
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        ReferenceCountUtil.release(frame);
        controlFrames++;
        if (controlFrames > MOST_CONTROL_FRAMES) {
            ctx.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.ENHANCE_YOUR_CALM))
                    .addListener(written -> ctx.close());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // The codec itself answers what it found wrong, with the right error, and closes.
        if (!(cause instanceof Http2Exception)) {
            ctx.close();
        }
    }
}
