package moltbot.breaker.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/// Netty's decoder with its doors shut: what it would repair is refused instead (RFC 9112 §2.2, §3, §5.2, §6.3).
final class StrictDecoder extends HttpRequestDecoder {
    private static final int MAX_HEAD_BYTES = 16 << 10;
    private static final int MAX_LINE_BYTES = 8 << 10;
    private static final int PIECE_BYTES = 16 << 10;

    private boolean inHead = true;
    private boolean atStart = true;
    private boolean refused;

    StrictDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEAD_BYTES)
                .setMaxChunkSize(PIECE_BYTES)
                .setInitialBufferSize(256)
                .setAllowDuplicateContentLengths(false)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true));
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) throws Exception {
        if (refused) {
            buffer.skipBytes(buffer.readableBytes());
            return;
        }
        if (inHead && padded(buffer)) {
            refused = true;
            HttpMessage invalid = createInvalidMessage();
            invalid.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("Padding in a head")));
            out.add(invalid);
            buffer.skipBytes(buffer.readableBytes());
            return;
        }
        int before = out.size();
        int readable = buffer.readableBytes();
        super.decode(ctx, buffer, out);
        atStart &= buffer.readableBytes() == readable;
        for (int i = before; i < out.size(); i++) {
            switch (out.get(i)) {
                case LastHttpContent last -> startOver();
                case HttpMessage head -> inHead = false;
                default -> {}
            }
        }
    }

    private void startOver() {
        inHead = true;
        atStart = true;
    }

    /// True where a line of the head begins with white space: an obsolete fold, or something before the request line.
    /// Netty takes a head in whole lines, so what it left begins with one.
    private boolean padded(ByteBuf buffer) {
        int from = buffer.readerIndex();
        if (atStart && buffer.isReadable() && buffer.getByte(from) <= ' ') {
            return true;
        }
        while (from < buffer.writerIndex()) {
            byte first = buffer.getByte(from);
            if (first == '\r' || first == '\n') {
                return false;
            } else if (first == ' ' || first == '\t') {
                return true;
            }
            int end = buffer.indexOf(from, buffer.writerIndex(), (byte) '\n');
            if (end < 0) {
                return false;
            }
            from = end + 1;
        }
        return false;
    }

    @Override
    protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
        return super.splitFirstWordInitialLine(line, start, oneSpaceAfter(line, start, length));
    }

    @Override
    protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
        return super.splitSecondWordInitialLine(line, start, oneSpaceAfter(line, start, length));
    }

    private static int oneSpaceAfter(byte[] line, int start, int length) {
        int after = start + length;
        if (after + 1 < line.length && (line[after] != ' ' || line[after + 1] <= ' ')) {
            throw new IllegalArgumentException("The request line is not separated by single spaces");
        }
        return length;
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("Both Content-Length and Transfer-Encoding");
    }
}
