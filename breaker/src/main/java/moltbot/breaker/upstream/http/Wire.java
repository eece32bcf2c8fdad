package moltbot.breaker.upstream.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/// One connection to the other panel: one request and its whole answer at a time, and never used again after anything
/// that was not exactly that. On its event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a channel that cannot be written to or closed tells its own handler
final class Wire extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger("upstream");
    private static final int MOST_INTERIM = 8;

    /// Who is being answered.
    interface User {
        void head(HttpResponse head);

        /// A piece of the answer, which now belongs to the user.
        void piece(ByteBuf piece);

        /// What has come so far has been told.
        void pause();

        void complete();

        /// The upstream's buffer has room again.
        void writability();

        /// It ended, or what it said is no HTTP.
        ///
        /// @param malformed  the latter
        void lost(boolean malformed);
    }

    private final Channel channel;
    private final ReplyDecoder decoder;
    private final Runnable gone;
    private @Nullable User user;
    private boolean sent;
    private boolean headSeen;
    private boolean interim;
    private boolean keeps;
    private boolean malformed;
    private int interims;
    long idleSinceNanos;

    private Wire(Channel channel, ReplyDecoder decoder, Runnable gone) {
        this.channel = channel;
        this.decoder = decoder;
        this.gone = gone;
    }

    /// Puts HTTP on a connected channel.
    ///
    /// @param gone  told when it closes
    static Wire on(Channel channel, Runnable gone) {
        ReplyDecoder decoder = new ReplyDecoder();
        Wire wire = new Wire(channel, decoder, gone);
        channel.pipeline().addLast(decoder, new HttpRequestEncoder(), wire);
        return wire;
    }

    Channel channel() {
        return channel;
    }

    boolean open() {
        return channel.isActive() && !malformed;
    }

    /// Begins a request; its body follows by [#send], and [#sendLast] ends it.
    void begin(HttpRequest request, User who) {
        user = who;
        sent = false;
        headSeen = false;
        interim = false;
        keeps = true;
        interims = 0;
        decoder.expect(request.method().name());
        channel.write(request);
    }

    void send(ByteBuf piece) {
        channel.writeAndFlush(new DefaultHttpContent(piece));
    }

    void sendLast() {
        sent = true;
        channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    boolean writable() {
        return channel.isWritable();
    }

    void read() {
        channel.read();
    }

    /// True once the answer is over and the next request may use this connection.
    boolean reusable() {
        return user == null && keeps && sent && open() && decoder.empty();
    }

    void close() {
        user = null;
        channel.close();
    }

    /// Leaves HTTP: what comes from here on goes to `frames`.
    void upgrade(ChannelHandler... frames) {
        user = null;
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.remove(HttpRequestEncoder.class);
        pipeline.addLast(frames);
        pipeline.remove(this);
        pipeline.remove(ReplyDecoder.class);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        User who = user;
        if (malformed) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (who == null) {
            // Nobody asked anything: an answer to come before its question would be taken for the next one's.
            ReferenceCountUtil.release(message);
            channel.close();
            return;
        }
        if (message instanceof HttpResponse head) {
            head(head, who);
        }
        if (message instanceof HttpContent content) {
            content(content, who);
        }
    }

    private void head(HttpResponse head, User who) {
        int status = head.status().code();
        interim = status < 200 && status != 101;
        if (interim) {
            if (++interims > MOST_INTERIM) {
                fail();
            }
            return;
        }
        if (headSeen) {
            fail();
            return;
        }
        headSeen = true;
        keeps = keepsOpen(head);
        who.head(head);
    }

    /// Only where the length is told in so many words; an answer that lasts until the connection ends, ends it.
    private static boolean keepsOpen(HttpResponse head) {
        boolean closes = head.headers().containsValue("connection", "close", true);
        return !closes && head.protocolVersion().minorVersion() == 1;
    }

    private void content(HttpContent content, User who) {
        if (content.decoderResult().isFailure()) {
            content.release();
            fail();
            return;
        }
        if (interim) {
            content.release();
            return;
        }
        if (content.content().isReadable()) {
            who.piece(content.content());
        } else {
            content.release();
        }
        if (content instanceof LastHttpContent && who.equals(user)) {
            user = null;
            who.complete();
        }
    }

    private void fail() {
        malformed = true;
        channel.close();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        User who = user;
        if (who != null) {
            who.pause();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        User who = user;
        if (who != null) {
            who.writability();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        gone.run();
        User who = user;
        user = null;
        if (who != null) {
            who.lost(malformed);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Throwable root = cause.getCause() == null ? cause : cause.getCause();
        malformed |= !(root instanceof java.io.IOException);
        if (malformed) {
            LOG.log(System.Logger.Level.WARNING, "The panel''s answer is no HTTP that is read here: {0}", root);
        }
        ctx.close();
    }
}
