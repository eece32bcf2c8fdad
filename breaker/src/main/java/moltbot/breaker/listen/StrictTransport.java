package moltbot.breaker.listen;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/// Tells browsers to come over TLS only (RFC 6797), where they came to a host that is reached that way, and only there:
/// to say it on plain loopback is forbidden. Answers come in the order of the requests.
final class StrictTransport extends ChannelDuplexHandler {
    private static final String YEAR = "max-age=31536000";

    private final Set<String> overHttps;
    private final Deque<Boolean> waiting = new ArrayDeque<>();

    StrictTransport(Set<String> overHttps) {
        this.overHttps = overHttps;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (message instanceof HttpRequest request) {
            String host = request.headers().get(HttpHeaderNames.HOST);
            waiting.add(host != null && overHttps.contains(host));
        }
        super.channelRead(ctx, message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpResponse response
                && response.status().codeClass() != HttpStatusClass.INFORMATIONAL
                && Boolean.TRUE.equals(waiting.poll())) {
            response.headers().set("strict-transport-security", YEAR);
        }
        super.write(ctx, message, promise);
    }
}
