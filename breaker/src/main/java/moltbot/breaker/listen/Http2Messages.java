package moltbot.breaker.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import moltbot.breaker.exchange.Request;

/// One HTTP/2 stream as the messages HTTP/1.1 would have brought (RFC 9113 §8), so that the same stages judge both.
/// What may not stand in a request of HTTP/2 makes it a malformed one; nothing is repaired. On its event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a channel that cannot be written to or closed tells its own handler
final class Http2Messages extends ChannelDuplexHandler {
    /// About a connection, which a stream has none of (§8.2.2), and so neither read nor sent.
    private static final Set<String> CONNECTION =
            Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "http2-settings");

    private static final List<String> PSEUDO = List.of(":method", ":scheme", ":authority", ":path");

    private static final int MAX_HEADERS = PSEUDO.size() + Request.MOST_HEADERS;

    private boolean begun;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        switch (frame) {
            case Http2HeadersFrame head
            when !begun -> {
                begun = true;
                ctx.fireChannelRead(request(head));
                if (head.isEndStream()) {
                    ctx.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
                }
            }
            case Http2HeadersFrame trailers -> {
                ctx.fireChannelRead(end(trailers));
            }
            case Http2DataFrame data -> {
                ByteBuf bytes = data.content();
                ctx.fireChannelRead(
                        data.isEndStream() ? new DefaultLastHttpContent(bytes) : new DefaultHttpContent(bytes));
            }
            default -> ReferenceCountUtil.release(frame);
        }
    }

    private static HttpRequest request(Http2HeadersFrame head) {
        Http2Headers headers = head.headers();
        HttpRequest request;
        try {
            request = strict(headers, head.isEndStream());
        } catch (IllegalArgumentException e) {
            request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/bad-request");
            request.setDecoderResult(DecoderResult.failure(e));
        }
        return request;
    }

    private static HttpRequest strict(Http2Headers headers, boolean end) {
        require(headers.size() <= MAX_HEADERS);
        for (String name : PSEUDO) {
            require(headers.getAll(name).size() == 1);
        }
        require(text(headers, ":scheme").equals("https"));
        String authority = text(headers, ":authority");
        DefaultHttpRequest request = new DefaultHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.valueOf(text(headers, ":method")), text(headers, ":path"));
        request.headers().set(HttpHeaderNames.HOST, authority);
        StringBuilder cookies = new StringBuilder();
        for (Map.Entry<CharSequence, CharSequence> header : headers) {
            String name = header.getKey().toString();
            String value = header.getValue().toString();
            require(!name.isEmpty() && name.equals(name.toLowerCase(Locale.ROOT)) && !CONNECTION.contains(name));
            switch (name) {
                case ":method", ":scheme", ":authority", ":path" -> {}
                case "host" -> require(value.equals(authority));
                case "te" -> require(value.equals("trailers"));
                case "cookie" -> cookies.append(cookies.isEmpty() ? "" : "; ").append(value);
                default -> {
                    require(name.charAt(0) != ':');
                    request.headers().add(name, value);
                }
            }
        }
        if (!cookies.isEmpty()) {
            request.headers().set(HttpHeaderNames.COOKIE, cookies.toString());
        }
        require(!end
                || request.headers().get(HttpHeaderNames.CONTENT_LENGTH, "0").equals("0"));
        if (!end && !request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
            request.headers().set(HttpHeaderNames.TRANSFER_ENCODING, "chunked");
        }
        return request;
    }

    private static String text(Http2Headers headers, String name) {
        String value = String.valueOf(headers.get(name));
        require(!value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c < 0x7f));
        return value;
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("Not a request of HTTP/2");
        }
    }

    /// Trailers are read by nobody here; what may not be one makes the body a broken one.
    private static LastHttpContent end(Http2HeadersFrame trailers) {
        DefaultLastHttpContent last = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
        for (CharSequence name : trailers.headers().names()) {
            if (name.isEmpty() || name.charAt(0) == ':') {
                last.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("Not a trailer")));
            }
        }
        return last;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        switch (message) {
            case FullHttpResponse full -> {
                boolean interim = full.status().code() < 200;
                boolean alone = !full.content().isReadable();
                ctx.write(
                        new DefaultHttp2HeadersFrame(headers(full), alone && !interim),
                        alone ? promise : ctx.newPromise());
                if (alone) {
                    full.release();
                } else {
                    ctx.write(new DefaultHttp2DataFrame(full.content(), true), promise);
                }
            }
            case HttpResponse response -> ctx.write(new DefaultHttp2HeadersFrame(headers(response)), promise);
            case HttpContent content ->
                ctx.write(new DefaultHttp2DataFrame(content.content(), content instanceof LastHttpContent), promise);
            default -> {
                // The empty write that HTTP/1.1 closes after.
                ReferenceCountUtil.release(message);
                promise.setSuccess();
            }
        }
    }

    private static Http2Headers headers(HttpResponse response) {
        Http2Headers headers =
                new DefaultHttp2Headers().status(response.status().codeAsText());
        for (Map.Entry<String, String> header : response.headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!CONNECTION.contains(name)) {
                headers.add(name, header.getValue());
            }
        }
        return headers;
    }
}
