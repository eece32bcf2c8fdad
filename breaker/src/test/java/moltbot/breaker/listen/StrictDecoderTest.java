package moltbot.breaker.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a stranger sends is kept many times larger once it is decoded: so little is decoded ahead, and little kept.
final class StrictDecoderTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";

    private static void send(EmbeddedChannel channel, String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private static List<HttpObject> decoded(EmbeddedChannel channel) {
        List<HttpObject> all = new ArrayList<>();
        for (HttpObject one = channel.readInbound(); one != null; one = channel.readInbound()) {
            all.add(one);
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 5_000})
    void aHeadOfManyShortLinesIsRefusedBeforeItEnds(int atOnce) {
        EmbeddedChannel channel = new EmbeddedChannel(new StrictDecoder());
        send(channel, "GET / HTTP/1.1\r\n");
        List<HttpObject> all = new ArrayList<>();
        int lines = 0;
        while (lines < 5_000 && all.isEmpty()) {
            send(channel, "a:b\r\n".repeat(atOnce));
            lines += atOnce;
            all.addAll(decoded(channel));
        }
        assertThat(all).hasSize(1);
        assertThat(all.getFirst().decoderResult().cause()).isInstanceOf(TooLongHttpHeaderException.class);
        assertThat(((HttpRequest) all.getFirst()).headers()).isEmpty();
        assertThat(lines).isLessThanOrEqualTo(Math.max(atOnce, 150));
        send(channel, "a:b\r\n\r\n");
        assertThat(decoded(channel)).isEmpty();
    }

    @Test
    void aHundredHeadersAreAHead() {
        EmbeddedChannel channel = new EmbeddedChannel(new StrictDecoder());
        send(channel, "GET / HTTP/1.1\r\n" + "a:b\r\n".repeat(100) + "\r\n");
        List<HttpObject> all = decoded(channel);
        assertThat(all).hasSize(2);
        assertThat(all.getFirst().decoderResult().isSuccess()).isTrue();
        assertThat(((HttpRequest) all.getFirst()).headers()).hasSize(100);
    }

    @Test
    void trailersWithoutEndAreRefused() {
        EmbeddedChannel channel = new EmbeddedChannel(new StrictDecoder());
        send(channel, "POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n");
        assertThat(decoded(channel)).hasSize(2);
        for (int i = 0; i < 150; i++) {
            send(channel, "a:b\r\n");
        }
        List<HttpObject> all = decoded(channel);
        assertThat(all).singleElement().isInstanceOf(LastHttpContent.class);
        assertThat(all.getFirst().decoderResult().isFailure()).isTrue();
    }

    @Test
    void aBodyOfManyChunksIsNoTrailer() {
        EmbeddedChannel channel = new EmbeddedChannel(new StrictDecoder());
        send(channel, "POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n");
        for (int i = 0; i < 500; i++) {
            send(channel, "1\r\n");
            send(channel, "x\r\n");
        }
        send(channel, "0\r\n\r\n");
        assertThat(decoded(channel))
                .hasSize(502)
                .allMatch(one -> one.decoderResult().isSuccess());
    }

    @Test
    void oneRequestIsDecodedAndTheOthersWaitAsTheyCame() throws Exception {
        int[] reads = {0};
        StrictDecoder decoder = new StrictDecoder();
        EmbeddedChannel channel = new EmbeddedChannel(
                new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void read(ChannelHandlerContext ctx) throws Exception {
                        reads[0]++;
                        super.read(ctx);
                    }
                },
                new ReadGate(decoder),
                decoder);
        send(channel, REQUEST.repeat(100));
        assertThat(decoded(channel)).hasSize(2);
        assertThat(decoder.holdsBack()).isTrue();
        reads[0] = 0;
        channel.read();
        assertThat(reads[0]).as("nothing more is read meanwhile").isZero();
        for (int i = 0; i < 99; i++) {
            decoder.next();
            assertThat(decoded(channel)).hasSize(2);
        }
        assertThat(decoder.holdsBack()).isFalse();
        channel.read();
        assertThat(reads[0]).isEqualTo(1);
    }
}
