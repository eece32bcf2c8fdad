package moltbot.breaker.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.exchange.Exchange;
import org.jspecify.annotations.Nullable;

/// What lies between the network and an exchange: plain HTTP/1.1, or TLS with HTTP/1.1 or HTTP/2 in it. Each connection
/// on its event loop.
///
/// @param finish     what every answer carries, put on those that are given before the stages
/// @param overHttps  the hosts that browsers reach over TLS only
@SuppressWarnings("FutureReturnValueIgnored") // a channel that cannot be written to or closed tells its own handler
record Pipelines(Consumer<Exchange> handler, UnaryOperator<Answer> finish, Optional<Tls> tls, Set<String> overHttps) {
    private static final int HANDSHAKE_RECORD = 22;
    private static final String NOT_TLS = "This address speaks HTTPS only.\n";

    /// Prepares a connection that was just taken.
    void prepare(Channel channel, Tenant tenant) {
        if (tls.isPresent()) {
            channel.config().setAutoRead(true);
            channel.pipeline().addLast(new FirstByte(this, tls.get(), tenant));
        } else {
            http1(channel.pipeline(), tenant);
        }
    }

    private ConnectionHandler http1(ChannelPipeline pipeline, Tenant tenant) {
        HeadClock clock = new HeadClock(HeadClock.HEAD);
        StrictDecoder decoder = new StrictDecoder();
        ConnectionHandler connection = new ConnectionHandler(handler, finish, clock, decoder);
        // What has left HTTP is under way until it is closed.
        tenant.is(
                () -> connection.awaitsHead() && pipeline.context(connection) != null ? 0 : 1,
                connection::awaitsBody,
                connection::awaitsReader);
        pipeline.addLast(clock).addLast(new ReadGate(decoder)).addLast(decoder).addLast(new HttpResponseEncoder());
        pipeline.addLast(new StrictTransport(overHttps)).addLast(new EventStreams(tenant));
        pipeline.addLast(new FlowControlHandler()).addLast(connection);
        return connection;
    }

    /// One stream of an HTTP/2 connection is a channel of its own.
    void stream(Channel stream, Tenant tenant) {
        HeadClock clock = new HeadClock(HeadClock.HEAD);
        stream.config().setAutoRead(false);
        stream.pipeline()
                .addLast(new Http2Messages())
                .addLast(clock)
                .addLast(new StrictTransport(overHttps))
                .addLast(new EventStreams(tenant))
                .addLast(new FlowControlHandler())
                .addLast(new ConnectionHandler(handler, finish, clock));
    }

    /// Tells TLS from what is none by its first byte (RFC 8446 §5.1). What is none is told so and no more.
    private static final class FirstByte extends ChannelInboundHandlerAdapter {
        private final Pipelines pipelines;
        private final Tls tls;
        private final Tenant tenant;
        private @Nullable Deadline deadline;

        FirstByte(Pipelines pipelines, Tls tls, Tenant tenant) {
            this.pipelines = pipelines;
            this.tls = tls;
            this.tenant = tenant;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            deadline = new Deadline(ctx.channel());
            deadline.set(Tls.HANDSHAKE);
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext ctx) {
            Deadline open = deadline;
            if (open != null) {
                open.callOff();
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            if (!bytes.isReadable()) {
                bytes.release();
            } else if (bytes.getByte(bytes.readerIndex()) == HANDSHAKE_RECORD) {
                ctx.pipeline().addLast(tls.handler(ctx.alloc())).addLast(new Agreed(pipelines, tenant));
                ctx.fireChannelRead(message);
                ctx.pipeline().remove(this);
            } else {
                bytes.release();
                ctx.channel().config().setAutoRead(false);
                ctx.writeAndFlush(Unpooled.copiedBuffer(
                                "HTTP/1.1 421 Misdirected Request\r\ncontent-type: text/plain\r\ncontent-length: "
                                        + NOT_TLS.length() + "\r\nconnection: close\r\n\r\n" + NOT_TLS,
                                StandardCharsets.US_ASCII))
                        .addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    /// Goes on with what both ends agreed to speak (RFC 7301).
    private static final class Agreed extends ApplicationProtocolNegotiationHandler {
        private final Pipelines pipelines;
        private final Tenant tenant;

        Agreed(Pipelines pipelines, Tenant tenant) {
            super(ApplicationProtocolNames.HTTP_1_1);
            this.pipelines = pipelines;
            this.tenant = tenant;
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                Http2Connection.on(ctx.pipeline(), stream -> pipelines.stream(stream, tenant), tenant);
                return;
            }
            ctx.channel().config().setAutoRead(false);
            ConnectionHandler connection = pipelines.http1(ctx.pipeline(), tenant);
            connection.channelActive(ctx.pipeline().context(connection));
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
