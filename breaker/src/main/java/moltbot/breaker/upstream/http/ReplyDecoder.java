package moltbot.breaker.upstream.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Map;

/// Reads answers with Netty's decoder and refuses, by throwing, whatever another reader could understand
/// differently (RFC 9112 §6.3): two lengths, a length beside a coding, another coding than `chunked`, folded
/// lines, control bytes. One connection, on its event loop.
final class ReplyDecoder extends HttpResponseDecoder {
    private static final int MAX_LINE_BYTES = 8 << 10;
    private static final int MAX_HEAD_BYTES = 64 << 10;
    private static final int PIECE_BYTES = 64 << 10;

    private boolean toHead;
    private boolean inHead = true;
    private boolean refused;

    ReplyDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEAD_BYTES)
                .setMaxChunkSize(PIECE_BYTES)
                .setInitialBufferSize(256)
                .setAllowDuplicateContentLengths(false)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true));
    }

    /// The next answer is to this method.
    void expect(String method) {
        toHead = method.equals("HEAD");
    }

    /// True where nothing more has come than what was read.
    boolean empty() {
        return actualReadableBytes() == 0;
    }

    /// What an answer could not be understood for; text for the log.
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Malformed(String what) {
            super(what, null, false, false);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) throws Exception {
        if (refused) {
            buffer.skipBytes(buffer.readableBytes());
            return;
        }
        int before = out.size();
        try {
            read(ctx, buffer, out, before);
        } catch (Malformed e) {
            // Nothing of it goes on: what was read before the fault would be taken for an answer.
            refused = true;
            out.subList(before, out.size()).forEach(ReferenceCountUtil::release);
            out.subList(before, out.size()).clear();
            throw e;
        }
    }

    private void read(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out, int before) throws Exception {
        if (inHead && folded(buffer)) {
            throw new Malformed("white space at the beginning of a line of its head");
        }
        super.decode(ctx, buffer, out);
        for (int i = before; i < out.size(); i++) {
            Object message = out.get(i);
            if (message instanceof HttpResponse head) {
                inHead = false;
                judge(head);
            }
            if (message instanceof LastHttpContent) {
                inHead = true;
            }
        }
    }

    /// Netty takes a head in whole lines, so what it left begins with one.
    private static boolean folded(ByteBuf buffer) {
        int from = buffer.readerIndex();
        while (from < buffer.writerIndex()) {
            byte first = buffer.getByte(from);
            if (first == ' ' || first == '\t') {
                return true;
            } else if (first == '\r' || first == '\n') {
                return false;
            }
            int end = buffer.indexOf(from, buffer.writerIndex(), (byte) '\n');
            if (end < 0) {
                return false;
            }
            from = end + 1;
        }
        return false;
    }

    private static void judge(HttpResponse head) {
        if (head.decoderResult().isFailure()) {
            throw new Malformed(String.valueOf(head.decoderResult().cause().getMessage()));
        }
        if (!head.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && !head.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            throw new Malformed("another version of HTTP");
        }
        int status = head.status().code();
        if (status < 100 || status > 599) {
            throw new Malformed("status " + status);
        }
        judgeLength(head.headers(), head.protocolVersion());
        var all = head.headers().iteratorCharSequence();
        while (all.hasNext()) {
            Map.Entry<CharSequence, CharSequence> header = all.next();
            if (!printable(header.getValue())) {
                throw new Malformed("a control byte in the header " + header.getKey());
            }
        }
    }

    private static void judgeLength(HttpHeaders headers, HttpVersion version) {
        String coding = headers.get("transfer-encoding");
        String length = headers.get("content-length");
        if (coding != null
                && (length != null
                        || version.equals(HttpVersion.HTTP_1_0)
                        || headers.getAll("transfer-encoding").size() > 1
                        || !coding.equalsIgnoreCase("chunked"))) {
            throw new Malformed("an ambiguous length");
        }
        if (length != null && (headers.getAll("content-length").size() > 1 || !digits(length))) {
            throw new Malformed("a length that is none");
        }
    }

    private static boolean digits(String text) {
        return !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean printable(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                return false;
            }
        }
        return true;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        return toHead || super.isContentAlwaysEmpty(message);
    }

    /// `101` ends HTTP on this connection, whatever protocol it names; whoever asked for it takes this decoder off.
    @Override
    protected boolean isSwitchingToNonHttp1Protocol(HttpResponse message) {
        return message.status().code() == 101;
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new Malformed("both a length and a coding");
    }
}
