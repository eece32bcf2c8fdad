package moltbot.breaker.listen;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;

/// Notices answers that go on until somebody leaves (HTML, server-sent events): a stop does not wait for them, and the
/// browser comes back by itself.
final class EventStreams extends ChannelOutboundHandlerAdapter {
    private final Tenant tenant;

    EventStreams(Tenant tenant) {
        this.tenant = tenant;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpResponse response
                && response.headers().get(HttpHeaderNames.CONTENT_TYPE, "").startsWith("text/event-stream")) {
            tenant.endless(ctx.channel());
        }
        super.write(ctx, message, promise);
    }
}
