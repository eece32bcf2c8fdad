package moltbot.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import moltbot.breaker.WebSocketTest.Frames;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.Test;

/// WebSockets on their way through: who does not read, compression, ends and limits.
class SocketPassageTest {
    /// What the buffers of the machine's own sockets may hold, on two connections.
    private static final long MOST_UNDER_WAY = 48L << 20;

    private static final long ENDLESS = 512L << 20;
    private static final String DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";

    private static String origin(House house) {
        return "Origin: http://127.0.0.1:" + house.port + "\r\n";
    }

    private static Raw open(House house, String more) {
        Raw raw = new Raw(house.port);
        raw.send(WebSocketTest.handshake(house, origin(house) + more));
        return raw;
    }

    /// Sends frames until nobody takes more, or for ever.
    private static void flood(AtomicLong sent, boolean masked, java.io.OutputStream out) throws IOException {
        byte[] frame = Frames.frame(0x82, new byte[60_000], masked);
        while (sent.get() < ENDLESS) {
            out.write(frame);
            sent.addAndGet(frame.length);
        }
    }

    /// How much had been sent when no more was taken for a while.
    private static long stoodStillAt(AtomicLong sent) {
        long[] seen = {-1, 0};
        House.await("nothing more is taken", () -> {
            seen[1] = sent.get();
            boolean still = seen[0] == seen[1] && seen[1] > 0;
            seen[0] = seen[1];
            LockSupport.parkNanos(300_000_000);
            return still;
        });
        return seen[1];
    }

    @Test
    void aBrowserThatDoesNotReadHoldsThePanelBack() throws IOException {
        AtomicLong sent = new AtomicLong();
        try (Panel panel = new Panel(talk -> {
                    if (!talk.head().contains("upgrade: websocket")) {
                        talk.say(Panel.ok("x"));
                        return true;
                    }
                    talk.say(WebSocketTest.switching(""));
                    flood(sent, false, talk.socket().getOutputStream());
                    return false;
                });
                House house = ForeignPanelTest.inFrontOf(panel).ready();
                Raw raw = open(house, "")) {
            assertThat(raw.head().status()).isEqualTo(101);
            long still = stoodStillAt(sent);
            assertThat(still).isLessThan(MOST_UNDER_WAY);
            assertThat(house.get("/").status())
                    .as("others are served meanwhile")
                    .isEqualTo(200);
            byte[] some = raw.in().readNBytes((int) still);
            assertThat(some).hasSize((int) still);
            House.await("it goes on once it is read", () -> sent.get() > still);
        }
    }

    @Test
    void aPanelThatDoesNotReadHoldsTheBrowserBack() throws IOException {
        AtomicLong sent = new AtomicLong();
        CountDownLatch over = new CountDownLatch(1);
        try (Panel panel = new Panel(talk -> {
                    talk.say(WebSocketTest.switching(""));
                    House.await("the end of the test", () -> over.getCount() == 0);
                    return false;
                });
                House house = ForeignPanelTest.inFrontOf(panel).ready();
                Raw raw = open(house, "")) {
            assertThat(raw.head().status()).isEqualTo(101);
            Thread.ofVirtual().start(() -> {
                byte[] frame = Frames.frame(0x82, new byte[60_000], true);
                try {
                    while (sent.get() < ENDLESS) {
                        raw.send(frame);
                        sent.addAndGet(frame.length);
                    }
                } catch (UncheckedIOException e) {
                    over.countDown();
                }
            });
            assertThat(stoodStillAt(sent)).isLessThan(MOST_UNDER_WAY);
            over.countDown();
        }
    }

    private static byte[] deflated(String text) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
        byte[] bytes = new byte[10_000];
        int length = deflater.deflate(bytes, 0, bytes.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(bytes, length - 4);
    }

    private static String inflated(byte[] frame) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(frame, 1, frame.length - 1);
        whole.writeBytes(new byte[] {0, 0, -1, -1});
        Inflater inflater = new Inflater(true);
        inflater.setInput(whole.toByteArray());
        byte[] text = new byte[100_000];
        try {
            return new String(text, 0, inflater.inflate(text), StandardCharsets.UTF_8);
        } catch (DataFormatException e) {
            throw new IOException(e);
        } finally {
            inflater.end();
        }
    }

    @Test
    void compressedMessagesGoThroughAsTheyAre() throws IOException {
        String text = "the same again and again ".repeat(200);
        byte[] up = deflated("from the browser " + text);
        List<byte[]> received = new CopyOnWriteArrayList<>();
        try (Panel panel = new Panel(talk -> {
                    talk.say(WebSocketTest.switching("Sec-WebSocket-Extensions: permessage-deflate\r\n"));
                    talk.socket().getOutputStream().write(Frames.frame(0xC1, deflated(text), false));
                    received.add(Frames.read(talk.in()));
                    return false;
                });
                House house = ForeignPanelTest.inFrontOf(panel).ready();
                Raw raw = open(house, DEFLATE + "Sec-WebSocket-Extensions: x-other; a=1\r\n")) {
            assertThat(raw.head().header("sec-websocket-extensions")).isEqualTo("permessage-deflate");
            assertThat(inflated(Frames.read(raw.in()))).isEqualTo(text);
            raw.send(Frames.frame(0xC1, up, true));
            House.await("the panel has it", () -> !received.isEmpty());
            assertThat(received.getFirst()).startsWith((byte) 0xC1);
            assertThat(inflated(received.getFirst())).isEqualTo("from the browser " + text);
            assertThat(panel.last()).contains("permessage-deflate").doesNotContain("x-other");
        }
    }

    @Test
    void codesAndReasonsOfAnEndGoBothWays() throws IOException {
        byte[] away = ("\u0003\u00e9" + "going away").getBytes(StandardCharsets.ISO_8859_1);
        byte[] own = HexFormat.of().parseHex("0fa1" + "62796521");
        for (boolean panelFirst : new boolean[] {true, false}) {
            List<byte[]> received = new CopyOnWriteArrayList<>();
            try (Panel panel = new Panel(talk -> {
                        talk.say(WebSocketTest.switching(""));
                        if (panelFirst) {
                            talk.socket().getOutputStream().write(Frames.frame(0x88, away, false));
                        }
                        received.add(Frames.read(talk.in()));
                        if (!panelFirst) {
                            talk.socket().getOutputStream().write(Frames.frame(0x88, own, false));
                        }
                        return false;
                    });
                    House house = ForeignPanelTest.inFrontOf(panel).ready();
                    Raw raw = open(house, "")) {
                assertThat(raw.head().status()).isEqualTo(101);
                byte[] came = panelFirst ? Frames.read(raw.in()) : new byte[0];
                raw.send(Frames.frame(0x88, own, true));
                came = panelFirst ? came : Frames.read(raw.in());
                byte[] expected = panelFirst ? away : own;
                assertThat(Arrays.copyOfRange(came, 1, came.length)).isEqualTo(expected);
                House.await("the panel has the other half", () -> !received.isEmpty());
                byte[] there = received.getFirst();
                assertThat(Arrays.copyOfRange(there, 1, there.length)).isEqualTo(own);
                assertThat(Frames.read(raw.in())).as("the end after both").isEmpty();
            }
        }
    }

    @Test
    void aMessageBeyondTheLimitEndsItAndGoesNoFurther() throws IOException {
        byte[] tooLong = HexFormat.of().parseHex("82FF" + "0000000000100001" + "00000000");
        byte[] first = HexFormat.of().parseHex("02FF" + "00000000000FFFFF" + "00000000");
        byte[] second = HexFormat.of().parseHex("8082" + "00000000");
        ByteArrayOutputStream inParts = new ByteArrayOutputStream();
        inParts.writeBytes(first);
        inParts.writeBytes(new byte[0xFFFFF]);
        inParts.writeBytes(second);
        for (byte[] message : List.of(tooLong, inParts.toByteArray())) {
            AtomicLong received = new AtomicLong();
            try (Panel panel = new Panel(talk -> {
                        talk.say(WebSocketTest.switching(""));
                        while (talk.in().read() >= 0) {
                            received.incrementAndGet();
                        }
                        return false;
                    });
                    House house = ForeignPanelTest.inFrontOf(
                                    panel,
                                    JsonObject.with("maxMessageMegabytes", 1).build())
                            .ready();
                    Raw raw = open(house, "")) {
                assertThat(raw.head().status()).isEqualTo(101);
                raw.send(message);
                assertThat(Frames.read(raw.in())).isEqualTo(new byte[] {(byte) 0x88, 0x03, (byte) 0xf1});
                assertThat(Frames.read(raw.in())).isEmpty();
                assertThat(received.get()).isLessThanOrEqualTo(first.length + 0xFFFFFL);
            }
        }
    }

    @Test
    void aPanelsMessageBeyondTheLimitEndsItToo() throws IOException {
        try (Panel panel = new Panel(talk -> {
                    talk.say(WebSocketTest.switching(""));
                    talk.socket().getOutputStream().write(HexFormat.of().parseHex("827F" + "0000000000100001"));
                    return talk.in().read() >= 0;
                });
                House house = ForeignPanelTest.inFrontOf(
                                panel, JsonObject.with("maxMessageMegabytes", 1).build())
                        .ready();
                Raw raw = open(house, "")) {
            assertThat(raw.head().status()).isEqualTo(101);
            assertThat(Frames.read(raw.in())).isEqualTo(new byte[] {(byte) 0x88, 0x03, (byte) 0xf1});
            assertThat(Frames.read(raw.in())).isEmpty();
        }
    }
}
