package moltbot.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Browsers and panels that are slow, over HTTP: nobody waits for ever, and nothing piles up meanwhile.
class SlowTest {
    private static final long ENDLESS = 512L << 20;
    private static final long MOST_UNDER_WAY = 48L << 20;

    private static String post(House house) {
        return house.request("POST", "/", "Origin: http://127.0.0.1:" + house.port + "\r\nContent-Length: 10\r\n\r\n1")
                .replace("\r\n\r\n1\r\n", "\r\n\r\n1");
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedForForEver() throws IOException {
        try (Panel panel = Panel.saying(Panel.ok("x"));
                House house = ForeignPanelTest.inFrontOf(panel).ready();
                Raw raw = new Raw(house.port)) {
            raw.send(post(house));
            House.await("the panel has the head", () -> !panel.heads.isEmpty());
            house.pass(Duration.ofSeconds(31));
            Raw.Reply reply = raw.reply();
            assertThat(reply.status()).isEqualTo(408);
            assertThat(reply.body()).contains("slow-body");
            assertThat(house.get("/").status()).as("others").isEqualTo(200);
        }
    }

    @Test
    void aPanelThatSaysNothingIsNotWaitedForForEver() throws IOException {
        try (Panel panel = new Panel(talk -> talk.in().read() >= 0);
                House house = ForeignPanelTest.inFrontOf(panel).ready();
                Raw raw = new Raw(house.port)) {
            raw.send(house.request("GET", "/", ""));
            House.await("the panel has the head", () -> !panel.heads.isEmpty());
            house.pass(Duration.ofSeconds(121));
            assertThat(raw.reply().status()).isEqualTo(504);
        }
    }

    @Test
    void aBrowserThatDoesNotReadHoldsThePanelBackAndIsCutInTheEnd() throws IOException {
        AtomicLong sent = new AtomicLong();
        AtomicLong ended = new AtomicLong();
        try (Panel panel = new Panel(talk -> {
                    talk.say("HTTP/1.1 200 OK\r\nContent-Length: " + ENDLESS + "\r\n\r\n");
                    byte[] piece = new byte[60_000];
                    try {
                        while (sent.get() < ENDLESS) {
                            talk.socket().getOutputStream().write(piece);
                            sent.addAndGet(piece.length);
                        }
                    } finally {
                        ended.incrementAndGet();
                    }
                    return false;
                });
                House house = ForeignPanelTest.inFrontOf(panel).ready();
                Raw raw = new Raw(house.port)) {
            raw.send(house.request("GET", "/", ""));
            assertThat(raw.head().status()).isEqualTo(200);
            long[] seen = {-1, 0};
            House.await("the panel stands still", () -> {
                seen[1] = sent.get();
                boolean still = seen[0] == seen[1] && seen[1] > 0;
                seen[0] = seen[1];
                LockSupport.parkNanos(300_000_000);
                return still;
            });
            assertThat(seen[1]).isLessThan(MOST_UNDER_WAY);
            house.pass(Duration.ofSeconds(121));
            House.await("the panel is let go", () -> ended.get() == 1);
        }
    }
}
