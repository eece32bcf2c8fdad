package moltbot.breaker.listen;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The real decoder, judged by a second reader that knows only what RFC 9112 §3 and §5 allow: what one takes for a
/// request must be the same request to the other, however the bytes come.
final class HeadFuzzTest {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern LINE = Pattern.compile("(" + TOKEN + ") ([^ \t\r\n]+) (HTTP/[0-9]\\.[0-9])");
    private static final Pattern FIELD = Pattern.compile("(" + TOKEN + "):[ \t]*(.*?)[ \t]*");

    @FuzzTest
    void takesForARequestOnlyWhatAnyReaderWould(byte[] bytes) {
        HttpRequest whole = first(bytes, bytes.length);
        HttpRequest pieces = first(bytes, 3);
        check((whole == null) == (pieces == null), "a request by how its bytes came");
        if (whole == null || pieces == null) {
            return;
        }
        check(whole.uri().equals(pieces.uri()) && fields(whole).equals(fields(pieces)), "another request in pieces");
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        check(end >= 0, "a head without end");
        String[] lines = text.substring(0, end).split("\r\n", -1);
        Matcher line = LINE.matcher(lines[0]);
        check(line.matches(), "no request line");
        check(line.group(1).equals(whole.method().name()), "another method");
        check(line.group(2).equals(whole.uri()), "another target");
        check(line.group(3).equals(whole.protocolVersion().text()), "another version");
        List<String> read = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            Matcher field = FIELD.matcher(lines[i]);
            check(field.matches(), "no header field: " + lines[i]);
            check(field.group(2).chars().noneMatch(c -> c == 0 || c == '\r' || c == '\n'), "a control character");
            read.add(field.group(1) + ": " + field.group(2));
        }
        check(read.equals(fields(whole)), "other header fields");
    }

    private static List<String> fields(HttpRequest request) {
        List<String> fields = new ArrayList<>();
        for (Map.Entry<String, String> header : request.headers()) {
            fields.add(header.getKey() + ": " + header.getValue());
        }
        return fields;
    }

    /// The first request that is one, or null.
    private static @org.jspecify.annotations.Nullable HttpRequest first(byte[] bytes, int piece) {
        EmbeddedChannel channel = new EmbeddedChannel(new StrictDecoder());
        HttpRequest found = null;
        for (int from = 0; from < bytes.length && found == null; from += piece) {
            channel.writeInbound(Unpooled.copiedBuffer(bytes, from, Math.min(piece, bytes.length - from)));
            for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
                if (found == null && message instanceof HttpRequest request) {
                    found = request;
                }
                ReferenceCountUtil.release(message);
            }
        }
        channel.finishAndReleaseAll();
        return found == null || found.decoderResult().isFailure() ? null : found;
    }

    private static void check(boolean holds, String fault) {
        if (!holds) {
            throw new AssertionError(fault);
        }
    }
}
