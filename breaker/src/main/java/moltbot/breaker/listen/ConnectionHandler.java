package moltbot.breaker.listen;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.exchange.Exchange;
import moltbot.breaker.exchange.Request;
import org.jspecify.annotations.Nullable;

/// One connection's requests, strictly one after another. Reads one message at a time and only when somebody
/// wants it, so a body waits in the client until whoever answers takes it. On its event loop; its channel may
/// also be one stream of an HTTP/2 connection.
@SuppressWarnings("FutureReturnValueIgnored") // a channel that cannot be written to or closed tells its own handler
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger("listen");
    /// What is left of a refused body is thrown away up to here, so that the refusal can be read.
    private static final long MAX_DISCARDED_BYTES = 32L << 20;

    private static final Duration DISCARDING = Duration.ofSeconds(10);
    private static final Duration READING = Duration.ofSeconds(5);
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final long UNREADABLE = -2;

    private final Consumer<Exchange> handler;
    private final UnaryOperator<Answer> finish;
    private final HeadClock clock;
    private @Nullable NettyExchange current;
    private @Nullable HttpRequest next;
    private boolean asking;
    private boolean bodyOpen;
    private boolean answered;
    private long discarded;
    private final @Nullable StrictDecoder decoder;
    private @Nullable Deadline discarding;

    /// One stream, whose requests come whole.
    ConnectionHandler(Consumer<Exchange> handler, UnaryOperator<Answer> finish, HeadClock clock) {
        this(handler, finish, clock, null);
    }

    /// @param finish   what every answer carries, put on those that are given here
    /// @param decoder  told when the next request is wanted
    ConnectionHandler(
            Consumer<Exchange> handler,
            UnaryOperator<Answer> finish,
            HeadClock clock,
            @Nullable StrictDecoder decoder) {
        this.decoder = decoder;
        this.handler = handler;
        this.finish = finish;
        this.clock = clock;
    }

    /// True while no request is under way: nothing, or part of a head, has come.
    boolean awaitsHead() {
        return current == null;
    }

    /// True while a request is under way whose body has not all come.
    boolean awaitsBody() {
        return current != null && bodyOpen;
    }

    /// True while a request has been answered for some seconds and the answer is not read.
    boolean awaitsReader() {
        NettyExchange exchange = current;
        return exchange != null && exchange.unreadFor(READING);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        clock.expect(ctx, HeadClock.HEAD);
        ask(ctx);
    }

    /// Asks the network for one message more, unless one is asked for already.
    private void ask(ChannelHandlerContext ctx) {
        if (!asking) {
            asking = true;
            ctx.read();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        asking = false;
        try {
            switch (message) {
                case HttpRequest request -> {
                    if (current == null) {
                        begin(ctx, request);
                    } else {
                        next = request;
                    }
                }
                case HttpContent content -> took(ctx, content);
                default -> ctx.close();
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest message) {
        clock.arrived();
        answered = false;
        bodyOpen = true;
        discarded = 0;
        boolean chunked = HttpUtil.isTransferEncodingChunked(message);
        long declared = chunked ? -1 : declared(message);
        NettyExchange exchange = new NettyExchange(
                ctx.channel(),
                request(ctx, message),
                declared,
                () -> askFromAnywhere(ctx),
                () -> answered(ctx),
                () -> leaveHttp(ctx));
        current = exchange;
        if (message.decoderResult().isFailure() || declared == UNREADABLE) {
            bodyOpen = false;
            exchange.answer(finish.apply(malformed(message.decoderResult().cause())));
            return;
        }
        if (declared == 0) {
            ask(ctx);
        }
        try {
            handler.accept(exchange);
        } finally {
            if (!exchange.inHand()) {
                exchange.abort();
            }
        }
    }

    private void askFromAnywhere(ChannelHandlerContext ctx) {
        if (ctx.executor().inEventLoop()) {
            ask(ctx);
        } else {
            ctx.executor().execute(() -> ask(ctx));
        }
    }

    /// The codec gives way to whatever comes next; bytes that came too early are for nobody.
    private void leaveHttp(ChannelHandlerContext ctx) {
        current = null;
        clock.arrived();
        if (next != null || (decoder != null && decoder.holdsBack())) {
            ctx.close();
            return;
        }
        ChannelPipeline pipeline = ctx.pipeline();
        pipeline.remove(this);
        pipeline.remove(HttpResponseEncoder.class);
        pipeline.remove(FlowControlHandler.class);
        pipeline.remove(StrictDecoder.class);
        pipeline.remove(ReadGate.class);
    }

    /// The length of the body as RFC 9110 §8.6 writes it, digits only; 0 where there is none.
    private static long declared(HttpRequest message) {
        String length = message.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        if (length == null) {
            return 0;
        }
        return LENGTH.matcher(length).matches() ? Long.parseLong(length) : UNREADABLE;
    }

    private static Answer malformed(@Nullable Throwable cause) {
        Answer answer = switch (cause) {
            case TooLongHttpLineException e -> Answer.error(414, "too-long", "The address is too long.");
            case TooLongHttpHeaderException e -> Answer.error(431, "too-long", "The headers are too long.");
            case null, default -> Answer.error(400, "malformed", "The request is not well formed.");
        };
        return answer.closing();
    }

    private static Request request(ChannelHandlerContext ctx, HttpRequest message) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        message.headers()
                .iteratorCharSequence()
                .forEachRemaining(header -> headers.computeIfAbsent(
                                header.getKey().toString().toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                        .add(header.getValue().toString()));
        InetSocketAddress client = (InetSocketAddress) ctx.channel().remoteAddress();
        return new Request(
                message.method().name(), message.protocolVersion().text(), message.uri(), headers, client.getAddress());
    }

    private void took(ChannelHandlerContext ctx, HttpContent content) {
        NettyExchange exchange = current;
        if (exchange == null || !bodyOpen) {
            return;
        }
        if (answered && content.decoderResult().isFailure()) {
            // Where this body ends, nobody can tell any more, and so not where a next request would begin.
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        int bytes = content.content().readableBytes();
        boolean last = answered ? content instanceof LastHttpContent : exchange.take(content);
        if (last) {
            bodyOpen = false;
            if (answered) {
                over(ctx, exchange);
            } else {
                ask(ctx);
            }
        } else if (answered) {
            discard(ctx, bytes);
        }
    }

    private void discard(ChannelHandlerContext ctx, int bytes) {
        discarded += bytes;
        if (discarded > MAX_DISCARDED_BYTES) {
            ctx.close();
        } else {
            ask(ctx);
        }
    }

    /// The answer has been written.
    private void answered(ChannelHandlerContext ctx) {
        NettyExchange exchange = current;
        if (exchange == null) {
            return;
        }
        answered = true;
        if (!bodyOpen) {
            over(ctx, exchange);
        } else {
            // Where no body is declared, its end is at hand already.
            if (exchange.declaredBytes() != 0) {
                // One for the connection's whole life: what is made anew for each request is what piles up.
                Deadline deadline = discarding;
                if (deadline == null) {
                    deadline = new Deadline(ctx.channel());
                    discarding = deadline;
                }
                deadline.set(DISCARDING);
            }
            ask(ctx);
        }
    }

    /// Request and answer are both complete.
    private void over(ChannelHandlerContext ctx, NettyExchange exchange) {
        current = null;
        Deadline deadline = discarding;
        if (deadline != null) {
            deadline.callOff();
        }
        HttpRequest waiting = next;
        next = null;
        if (exchange.closesAfter() || !ctx.channel().isActive()) {
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        } else if (waiting != null) {
            ctx.executor().execute(() -> begin(ctx, waiting));
        } else {
            clock.expect(ctx, HeadClock.BETWEEN);
            // Not from within: an answer given at once would find the next request, and that the next, on one stack.
            ctx.executor().execute(() -> askNext(ctx));
        }
    }

    /// What came with the last request is taken before anything is read.
    private void askNext(ChannelHandlerContext ctx) {
        if (decoder != null) {
            try {
                decoder.next();
            } catch (Exception e) {
                exceptionCaught(ctx, e);
            }
        }
        if (current == null) {
            // Asked for or not: a reading that was wished for before may have been held back.
            asking = true;
            ctx.read();
        }
    }

    /// One reading of the socket is over; where it brought only part of a message, the wish for one still stands.
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (asking) {
            ctx.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        NettyExchange exchange = current;
        if (exchange != null) {
            exchange.writability();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        NettyExchange exchange = current;
        if (exchange != null) {
            exchange.left();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.log(System.Logger.Level.DEBUG, "A connection broke: {0}", cause.toString());
        ctx.close();
    }
}
