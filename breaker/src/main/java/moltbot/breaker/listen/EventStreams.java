package moltbot.breaker.listen;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;

/// Notices what goes on until somebody leaves (server-sent events of HTML, and what leaves HTTP): a stop does not wait
/// for them, and the
/// browser comes back by itself.
final class EventStreams extends ChannelOutboundHandlerAdapter {
    private final Tenant tenant;

    EventStreams(Tenant tenant) {
        this.tenant = tenant;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpResponse response
                && (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)
                        || response.headers()
                                .get(HttpHeaderNames.CONTENT_TYPE, "")
                                .startsWith("text/event-stream"))) {
            tenant.endless(ctx.channel());
        }
        super.write(ctx, message, promise);
    }
}
