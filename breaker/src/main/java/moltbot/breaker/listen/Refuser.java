package moltbot.breaker.listen;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// For who may not come: the same bytes to everybody, before anything of the request is read; then a short while of
/// throwing away what still arrives, so that the refusal can be. On its event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a channel that cannot be written to or closed tells its own handler
final class Refuser extends ChannelInboundHandlerAdapter {
    private static final long LINGER_SECONDS = 1;
    private static final int MOST_READS = 16;
    private static final String BODY =
            "{\"error\":{\"reason\":\"refused\",\"message\":\"Nothing is shown to this address.\"}}";
    private static final byte[] REFUSAL = String.join(
                    "\r\n",
                    "HTTP/1.1 403 Forbidden",
                    "content-type: application/json",
                    "cache-control: no-store",
                    "x-content-type-options: nosniff",
                    "x-robots-tag: noindex, nofollow",
                    "content-length: " + BODY.length(),
                    "connection: close",
                    "",
                    BODY)
            .getBytes(StandardCharsets.US_ASCII);

    private int reads;

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(Unpooled.wrappedBuffer(REFUSAL))
                .addListener(written -> ((SocketChannel) ctx.channel()).shutdownOutput());
        ctx.executor().schedule(() -> ctx.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
        reads++;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (reads > MOST_READS) {
            ctx.close();
        } else {
            ctx.read();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
