package moltbot.breaker.listen;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;

/// Reads nothing more from the network while whole requests wait in the decoder: else each one that is answered would
/// make room for many more. One connection, on its event loop.
final class ReadGate extends ChannelOutboundHandlerAdapter {
    private final StrictDecoder decoder;

    ReadGate(StrictDecoder decoder) {
        this.decoder = decoder;
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (!decoder.holdsBack()) {
            ctx.read();
        }
    }
}
