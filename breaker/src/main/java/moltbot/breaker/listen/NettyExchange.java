package moltbot.breaker.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.exchange.Exchange;
import moltbot.breaker.exchange.Line;
import moltbot.breaker.exchange.Passage;
import moltbot.breaker.exchange.Request;
import org.jspecify.annotations.Nullable;

/// One exchange on a Netty channel: begun on the event loop, and from there passed on by it or given a thread
/// of its own, which meets the event loop in an [Inbox].
@SuppressWarnings("FutureReturnValueIgnored") // a channel that cannot be written to or closed tells its own handler
final class NettyExchange implements Exchange, Line {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Channel channel;
    /// Its headers only until it is answered: who does not read keeps no more than that it asked.
    private volatile Request request;
    private final long declaredBytes;
    private final Runnable askMore;
    private final Runnable finished;
    private final Inbox inbox = new Inbox(PATIENCE);
    private boolean continueOwed;
    private volatile boolean begun;
    private volatile int status;
    private volatile boolean ended;
    private volatile long endedNanos;
    private volatile boolean closeAfter;
    private volatile Runnable whenGone = () -> {};
    private boolean streamsBody;
    private boolean apart;
    private @Nullable Passage passage;
    private final Runnable upgraded;

    /// @param askMore   asks the network for one piece of the body more
    /// @param finished  told, on the event loop, once the answer has been written
    /// @param upgraded  told when the connection leaves HTTP
    NettyExchange(
            Channel channel,
            Request request,
            long declaredBytes,
            Runnable askMore,
            Runnable finished,
            Runnable upgraded) {
        this.channel = channel;
        this.request = request;
        this.declaredBytes = declaredBytes;
        this.askMore = askMore;
        this.finished = finished;
        this.upgraded = upgraded;
        this.continueOwed = request.has("expect") && declaredBytes != 0;
        this.closeAfter = request.all("connection").stream().anyMatch(value -> value.equalsIgnoreCase("close"));
    }

    /// Takes a piece of the body on the event loop; true if no more will come.
    boolean take(HttpContent content) {
        Passage taker = passage;
        if (content.decoderResult().isFailure()) {
            closeAfter = true;
            inbox.broken();
            if (taker != null) {
                taker.broken();
            }
            return true;
        }
        if (taker != null) {
            boolean last = content instanceof LastHttpContent;
            taker.body(content.content().retain(), last);
            return last;
        }
        if (content.content().isReadable()) {
            inbox.piece(ByteBufUtil.getBytes(content.content()));
        }
        if (content instanceof LastHttpContent) {
            inbox.complete();
            return true;
        }
        return false;
    }

    boolean closesAfter() {
        return closeAfter;
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public byte @Nullable [] nextBody() throws InterruptedException {
        return nextBody(PATIENCE);
    }

    @Override
    public byte @Nullable [] nextBody(Duration most) throws InterruptedException {
        if (declaredBytes == 0) {
            return null;
        }
        sendContinue();
        return inbox.next(askMore, most);
    }

    private void sendContinue() {
        if (continueOwed) {
            continueOwed = false;
            channel.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
    }

    @Override
    public long declaredBytes() {
        return declaredBytes;
    }

    @Override
    public void answer(Answer answer) {
        if (begun || gone()) {
            return;
        }
        begun = true;
        status = answer.status();
        closeAfter |= answer.close() || continueOwed;
        ByteBuf body = carriesBody(answer.status()) ? Unpooled.wrappedBuffer(answer.body()) : Unpooled.EMPTY_BUFFER;
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), body);
        fill(response, answer.headers());
        if (answer.status() != 304) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        }
        endedNanos = System.nanoTime();
        ended = true;
        writeLast(response);
    }

    /// True where the last of the answer has waited that long to be read.
    boolean unreadFor(Duration time) {
        return ended && System.nanoTime() - endedNanos > time.toNanos();
    }

    /// The last of an answer, which has to be read in time.
    private void writeLast(HttpContent last) {
        request = request.withoutHeaders();
        ChannelFuture written = channel.writeAndFlush(last);
        if (!written.isDone()) {
            Future<?> patience =
                    channel.eventLoop().schedule(() -> channel.close(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            written.addListener(done -> patience.cancel(false));
        }
        written.addListener(done -> finished.run());
    }

    private void fill(HttpResponse response, Map<String, String> headers) {
        headers.forEach((name, value) -> response.headers().add(name, value));
        if (closeAfter) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }

    private boolean carriesBody(int status) {
        return !request.method().equals("HEAD") && status != 204 && status != 304;
    }

    @Override
    public void begin(int status, Map<String, String> headers) {
        if (gone()) {
            throw Inbox.lost();
        }
        begun = true;
        this.status = status;
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        fill(response, headers);
        streamsBody = carriesBody(status);
        if (streamsBody) {
            response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        channel.writeAndFlush(response);
    }

    @Override
    public void write(byte[] piece) throws InterruptedException {
        if (gone()) {
            throw Inbox.lost();
        }
        if (!streamsBody || piece.length == 0) {
            return;
        }
        channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(piece)));
        if (!channel.isWritable() && !inbox.awaitWritable(channel::isWritable)) {
            abort();
            throw Inbox.lost();
        }
    }

    /// True where somebody will still answer: a thread of its own, or a passage.
    boolean inHand() {
        return ended || apart || passage != null;
    }

    @Override
    public void apart(Runnable work) {
        apart = true;
        Thread.ofVirtual().name("exchange").start(() -> {
            try {
                work.run();
            } finally {
                if (!ended && passage == null) {
                    abort();
                }
            }
        });
    }

    @Override
    public Line pass(Passage taker) {
        passage = taker;
        return this;
    }

    @Override
    public EventLoop loop() {
        return channel.eventLoop();
    }

    @Override
    public void readMore() {
        sendContinue();
        // Not from within: many small pieces would pile up on one stack.
        channel.eventLoop().execute(askMore);
    }

    @Override
    public void begin(int status, HttpHeaders headers) {
        begun = true;
        HttpResponse response =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), headers);
        closeAfter |= continueOwed;
        if (closeAfter) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        streamsBody = carriesBody(status);
        if (streamsBody && !headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        channel.write(response);
    }

    @Override
    public void write(ByteBuf piece) {
        if (streamsBody && piece.isReadable()) {
            channel.write(new DefaultHttpContent(piece));
        } else {
            piece.release();
        }
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public boolean writable() {
        return channel.isWritable();
    }

    @Override
    public boolean upgradable() {
        return channel.pipeline().get(StrictDecoder.class) != null;
    }

    @Override
    public void upgrade(HttpHeaders headers, ChannelHandler... frames) {
        begun = true;
        ended = true;
        channel.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS, headers));
        channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        upgraded.run();
        channel.pipeline().addLast(frames);
    }

    @Override
    public void end() {
        endedNanos = System.nanoTime();
        ended = true;
        writeLast(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    @Override
    public boolean begun() {
        return begun;
    }

    @Override
    public int status() {
        return status;
    }

    boolean ended() {
        return ended;
    }

    @Override
    public void abort() {
        channel.close();
    }

    @Override
    public boolean gone() {
        return inbox.isGone();
    }

    @Override
    public void whenGone(Runnable action) {
        whenGone = action;
        if (gone()) {
            action.run();
        }
    }

    /// The connection is closed; on the event loop.
    void left() {
        inbox.gone();
        whenGone.run();
        Passage taker = passage;
        if (taker != null) {
            taker.gone();
        }
    }

    /// The browser reads again, or has stopped; on the event loop.
    void writability() {
        inbox.writable();
        Passage taker = passage;
        if (taker != null) {
            taker.writability();
        }
    }
}
