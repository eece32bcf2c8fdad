package moltbot.breaker.upstream.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// How long a WebSocket may be silent, or take to end.
class RelayTest {
    private static final String TEXT = "818100000000" + "41";
    private static final String CLOSE = "888000000000";

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger over = new AtomicInteger();
    private final Relay relay = new Relay(new Relay.Limits(false, 1_000, now::get), null, over::incrementAndGet);
    private final EmbeddedChannel browser = new EmbeddedChannel(relay.browser());
    private final EmbeddedChannel panel = new EmbeddedChannel(relay.panel());

    private void comes(String hex) {
        browser.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)));
    }

    private void later(Duration time) {
        relay.judge(now.addAndGet(time.toNanos()));
    }

    private boolean ended() {
        return !browser.isOpen() && !panel.isOpen() && over.get() == 1;
    }

    @Test
    void endsWhatIsSilentForFiveMinutes() {
        later(Duration.ofMinutes(5));
        assertThat(browser.isOpen()).isTrue();
        later(Duration.ofSeconds(1));
        assertThat(ended()).isTrue();
    }

    @Test
    void whateverIsSaidCounts() {
        later(Duration.ofMinutes(4));
        comes(TEXT);
        ByteBuf passed = panel.readOutbound();
        assertThat(ByteBufUtil.hexDump(passed)).isEqualTo("818100000000");
        passed.release();
        later(Duration.ofMinutes(4));
        assertThat(browser.isOpen()).isTrue();
        later(Duration.ofMinutes(2));
        assertThat(ended()).isTrue();
    }

    @Test
    void anEndThatIsNotAnsweredIsWaitedForTenSeconds() {
        comes(CLOSE);
        later(Duration.ofSeconds(1));
        later(Duration.ofSeconds(9));
        assertThat(browser.isOpen()).isTrue();
        later(Duration.ofSeconds(2));
        assertThat(ended()).isTrue();
    }
}
