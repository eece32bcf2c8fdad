package moltbot.breaker.listen;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/// Netty's decoder with its doors shut: what it would repair is refused instead.
final class StrictDecoder extends HttpRequestDecoder {
    private static final int MAX_HEAD_BYTES = 16 << 10;
    private static final int MAX_LINE_BYTES = 8 << 10;
    private static final int PIECE_BYTES = 16 << 10;

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
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("Both Content-Length and Transfer-Encoding");
    }
}
