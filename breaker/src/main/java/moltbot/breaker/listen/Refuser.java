package moltbot.breaker.listen;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import moltbot.breaker.exchange.Answer;

/// For who may not come: the same bytes to everybody, before anything of the request is read; then a short while of
/// throwing away what still arrives, so that the refusal can be. On its event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a channel that cannot be written to or closed tells its own handler
final class Refuser extends ChannelInboundHandlerAdapter {
    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final int MOST_READS = 16;

    private final byte[] refusal;
    private int reads;

    /// @param refusal  of [#refusal]; not copied
    Refuser(byte[] refusal) {
        this.refusal = refusal;
    }

    /// The bytes of a refusal, with what every answer carries.
    static byte[] refusal(UnaryOperator<Answer> finish) {
        Answer answer = finish.apply(Answer.error(403, "refused", "Nothing is shown to this address."));
        StringBuilder head = new StringBuilder("HTTP/1.1 403 Forbidden\r\n");
        answer.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        head.append("content-length: ").append(answer.body().length).append("\r\nconnection: close\r\n\r\n");
        return head.append(new String(answer.body(), StandardCharsets.US_ASCII))
                .toString()
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(Unpooled.wrappedBuffer(refusal))
                .addListener(written -> ((SocketChannel) ctx.channel()).shutdownOutput());
        new Deadline(ctx.channel()).set(LINGER);
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
