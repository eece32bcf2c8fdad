package moltbot.breaker.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import java.util.List;
import moltbot.breaker.exchange.Request;
import org.jspecify.annotations.Nullable;

/// Netty's decoder with its doors shut: what it would repair is refused instead (RFC 9112 §2.2, §3, §5.2, §6.3). It
/// decodes one request and then waits until the next is wanted, and a head or a trailer of many short lines is refused
/// while it comes: both would be kept many times larger than they were sent.
final class StrictDecoder extends HttpRequestDecoder {
    private static final int MAX_HEAD_BYTES = 16 << 10;
    private static final int MAX_LINE_BYTES = 8 << 10;
    private static final int PIECE_BYTES = 16 << 10;
    /// The request line, as many headers as are let pass, and the empty line.
    private static final int MAX_LINES = 1 + Request.MOST_HEADERS + 1;

    private boolean inHead = true;
    private boolean atStart = true;
    private boolean refused;
    private boolean paused;
    private int lines;
    private @Nullable ChannelHandlerContext self;

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
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        super.handlerAdded(ctx);
        self = ctx;
    }

    /// True where a whole request was decoded and more came after it, which waits.
    boolean holdsBack() {
        return paused && internalBuffer().isReadable();
    }

    /// Decodes one request more, as far as it is here.
    void next() throws Exception {
        ChannelHandlerContext ctx = self;
        if (paused && ctx != null) {
            paused = false;
            if (internalBuffer().isReadable()) {
                channelRead(ctx, Unpooled.EMPTY_BUFFER);
            }
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) throws Exception {
        if (refused) {
            buffer.skipBytes(buffer.readableBytes());
            return;
        }
        if (paused) {
            return;
        }
        if (inHead && padded(buffer)) {
            refuse(buffer, new IllegalArgumentException("Padding in a head"), out);
            return;
        }
        if (inHead && lines + linesOfHead(buffer) > MAX_LINES) {
            refuse(buffer, new TooLongHttpHeaderException("More lines than a head may have"), out);
            return;
        }
        int before = out.size();
        int from = buffer.readerIndex();
        super.decode(ctx, buffer, out);
        atStart &= buffer.readerIndex() == from;
        if (out.size() == before) {
            lines += count(buffer, from, buffer.readerIndex());
            // What brings nothing out of many lines of a body are trailers.
            if (!inHead && lines > MAX_LINES) {
                refused = true;
                LastHttpContent broken = new DefaultLastHttpContent();
                broken.setDecoderResult(DecoderResult.failure(new TooLongHttpHeaderException("Trailers without end")));
                out.add(broken);
            }
        } else {
            lines = 0;
        }
        for (int i = before; i < out.size(); i++) {
            switch (out.get(i)) {
                case LastHttpContent last -> startOver();
                case HttpMessage head -> inHead = false;
                default -> {}
            }
        }
    }

    private void refuse(ByteBuf buffer, Exception why, List<Object> out) {
        refused = true;
        HttpMessage invalid = createInvalidMessage();
        invalid.setDecoderResult(DecoderResult.failure(why));
        out.add(invalid);
        buffer.skipBytes(buffer.readableBytes());
    }

    private static int count(ByteBuf buffer, int from, int to) {
        int lines = 0;
        int at = buffer.indexOf(from, to, (byte) '\n');
        while (at >= 0) {
            lines++;
            at = buffer.indexOf(at + 1, to, (byte) '\n');
        }
        return lines;
    }

    /// The whole lines here up to the empty one, which ends a head.
    private static int linesOfHead(ByteBuf buffer) {
        int lines = 0;
        int from = buffer.readerIndex();
        int at = buffer.indexOf(from, buffer.writerIndex(), (byte) '\n');
        while (at >= 0 && lines <= MAX_LINES) {
            lines++;
            if (at == from || (at == from + 1 && buffer.getByte(from) == '\r')) {
                return lines;
            }
            from = at + 1;
            at = buffer.indexOf(from, buffer.writerIndex(), (byte) '\n');
        }
        return lines;
    }

    private void startOver() {
        inHead = true;
        atStart = true;
        paused = true;
        lines = 0;
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
