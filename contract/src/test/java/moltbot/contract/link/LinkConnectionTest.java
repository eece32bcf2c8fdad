package moltbot.contract.link;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LinkConnectionTest {
    private static final LinkLimits SMALL =
            new LinkLimits(4 << 10, 1 << 10, 8, Duration.ofMillis(200), Duration.ofMillis(300), Duration.ofMillis(300));

    private TestLink link;

    @BeforeEach
    void open() throws Exception {
        link = new TestLink();
    }

    @AfterEach
    void close() throws Exception {
        link.close();
    }

    private static void assertFails(Code code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void keepsItsFolderAndSocketToItself() throws Exception {
        Files.createDirectories(link.socket.getParent());
        Files.setPosixFilePermissions(link.socket.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        link.serve(exchange -> {});

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(link.socket.getParent())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(link.socket)))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesAWrongCapability() {
        link.serve(exchange -> {});

        assertFails(
                Code.UNAUTHENTICATED,
                () -> link.client(new Capability("control", TestLink.key(9)), TestLink.limits())
                        .ask("ping", JsonObject.EMPTY));
        assertFails(
                Code.UNAUTHENTICATED,
                () -> link.client(new Capability("stranger", TestLink.key(9)), TestLink.limits())
                        .ask("ping", JsonObject.EMPTY));
    }

    @Test
    void refusesAServerThatDoesNotKnowTheKey() throws Exception {
        CountDownLatch hungUp = new CountDownLatch(1);
        try (ServerSocketChannel squatter = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            Files.createDirectories(link.socket.getParent());
            squatter.bind(UnixDomainSocketAddress.of(link.socket));
            Thread.ofVirtual().start(() -> {
                try (FrameChannel frames = new FrameChannel(squatter.accept(), 1 << 20)) {
                    frames.write(Frame.Type.HELLO, new byte[32]);
                    frames.read();
                    frames.write(Frame.Type.WELCOME, new byte[32]);
                    if (frames.read() == null) {
                        hungUp.countDown();
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });

            assertFails(
                    Code.UNAUTHENTICATED,
                    () -> link.client()
                            .ask("secret.set", JsonObject.with("name", "key").build(), new byte[] {1, 2, 3}));
            assertThat(hungUp.await(10, TimeUnit.SECONDS)).isTrue();
        }
        Files.delete(link.socket);
    }

    @Test
    void usesAConnectionAgain() {
        link.serve(exchange -> {}, SMALL.withMaxConnections(1));
        LinkClient client = link.client();

        for (int i = 0; i < 50; i++) {
            assertThat(client.ask("ping", JsonObject.EMPTY)).isEqualTo(JsonObject.EMPTY);
        }
    }

    @Test
    void survivesARestartOfTheServerBetweenTwoExchanges() {
        LinkClient client = link.client();
        for (int life = 0; life < 3; life++) {
            int now = life;
            try (LinkServer server = link.serve(
                    exchange -> exchange.reply(JsonObject.with("life", now).build()))) {
                assertThat(server).isNotNull();
                assertThat(client.ask("life", JsonObject.EMPTY).number("life")).isEqualTo(now);
            }
        }
        assertFails(Code.UNAVAILABLE, () -> client.ask("life", JsonObject.EMPTY));
    }

    @Test
    void waitsForAServerThatIsStartingOrEndsItsHandshakes() throws Exception {
        LinkClient client = link.client(LinkLimits.DEFAULT);
        CountDownLatch turnedAway = new CountDownLatch(3);
        Files.createDirectories(link.socket.getParent());
        ServerSocketChannel stopping = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        stopping.bind(UnixDomainSocketAddress.of(link.socket));
        Thread.ofVirtual().start(() -> {
            try (stopping) {
                while (turnedAway.getCount() > 0) {
                    stopping.accept().close();
                    turnedAway.countDown();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            link.serve(exchange -> {});
        });

        assertThat(client.ask("ping", JsonObject.EMPTY)).isEqualTo(JsonObject.EMPTY);
        assertThat(turnedAway.getCount()).isZero();
    }

    @Test
    void closesAConnectionBeyondItsBound() {
        CountDownLatch release = new CountDownLatch(1);
        link.serve(exchange -> release.await(), SMALL.withMaxConnections(2));
        LinkClient client = link.client();

        List<LinkCall> calls =
                new ArrayList<>(List.of(client.open("hold", JsonObject.EMPTY), client.open("hold", JsonObject.EMPTY)));
        assertFails(Code.UNAVAILABLE, () -> client.open("hold", JsonObject.EMPTY));

        calls.removeFirst().close();
        calls.add(link.client(LinkLimits.DEFAULT).open("hold", JsonObject.EMPTY));
        release.countDown();
        calls.forEach(LinkCall::close);
    }

    @Test
    void limitsTheTimeOfAnAnswer() {
        link.serve(exchange -> new CountDownLatch(1).await());

        assertFails(Code.TIMEOUT, () -> link.client(SMALL).ask("wait", JsonObject.EMPTY));
    }

    @Test
    void limitsTheTimeOfAQuestionThatIsNotTaken() {
        link.serve(exchange -> new CountDownLatch(1).await());

        assertFails(Code.TIMEOUT, () -> link.client(SMALL).ask("upload", JsonObject.EMPTY, new byte[16 << 20]));
    }

    @Test
    void limitsTheTimeOfAHandshakeOnTheServer() throws Exception {
        link.serve(exchange -> {}, SMALL.withMaxConnections(1));
        try (SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(link.socket))) {
            FrameChannel frames = new FrameChannel(silent, 1 << 20);
            assertThat(frames.read()).extracting(Frame::type).isEqualTo(Frame.Type.HELLO);
            assertThat(frames.read()).isNull();
        }
        assertThat(link.client(LinkLimits.DEFAULT).ask("ping", JsonObject.EMPTY))
                .isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void limitsTheTimeOfAHandshakeOnTheClient() throws Exception {
        Files.createDirectories(link.socket.getParent());
        try (ServerSocketChannel mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            mute.bind(UnixDomainSocketAddress.of(link.socket));

            assertFails(Code.UNAVAILABLE, () -> link.client(SMALL).ask("ping", JsonObject.EMPTY));
        }
        Files.delete(link.socket);
    }

    @Test
    void boundsHeadsOnBothEnds() {
        JsonObject long2k = JsonObject.with("text", "x".repeat(2_000)).build();
        link.serve(exchange -> exchange.reply(exchange.operation().equals("long") ? long2k : JsonObject.EMPTY), SMALL);

        assertFails(Code.TOO_LARGE, () -> link.client(SMALL).ask("any", long2k));
        assertFails(Code.LOST, () -> link.client().ask("any", long2k));
        assertThatThrownBy(() -> link.client().ask("long", JsonObject.EMPTY))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("failed"));
    }

    @Test
    void boundsTheHeadOfAnAnswerThatTheServerDoesNot() {
        JsonObject long2k = JsonObject.with("text", "x".repeat(2_000)).build();
        link.serve(exchange -> exchange.reply(long2k));

        assertFails(Code.TOO_LARGE, () -> link.client(SMALL).ask("any", JsonObject.EMPTY));
    }

    @Test
    void boundsFramesOnBothEnds() {
        AtomicInteger arrived = new AtomicInteger();
        link.serve(
                exchange -> {
                    while (exchange.next() != null) {
                        arrived.incrementAndGet();
                    }
                },
                SMALL);

        try (LinkCall call = link.client(SMALL).open("any", JsonObject.EMPTY)) {
            assertFails(Code.TOO_LARGE, () -> call.send(new byte[5_000]));
        }
        try (LinkCall call = link.client().open("any", JsonObject.EMPTY)) {
            call.send(new byte[5_000]);
            assertFails(Code.LOST, call::reply);
        }
        assertThat(arrived).hasValue(0);
    }

    @Test
    void boundsBodies() {
        link.serve(exchange -> exchange.readBody(10_000));

        assertThat(link.client().ask("any", JsonObject.EMPTY, new byte[10_000])).isEqualTo(JsonObject.EMPTY);
        assertThatThrownBy(() -> link.client().ask("any", JsonObject.EMPTY, new byte[10_001]))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("too-large"));
    }

    @Test
    void givesAConnectionBackOnceHoweverOftenACallIsClosed() {
        link.serve(exchange -> exchange.reply(exchange.head()));
        LinkClient client = link.client();
        LinkCall first = client.open("echo", JsonObject.EMPTY);
        first.end();
        assertThat(first.next()).isNull();
        first.close();
        first.close();

        try (LinkCall one = client.open("echo", JsonObject.with("n", 1).build());
                LinkCall two = client.open("echo", JsonObject.with("n", 2).build())) {
            assertThat(two.reply().number("n")).isEqualTo(2);
            assertThat(one.reply().number("n")).isEqualTo(1);
        }
        assertFails(Code.LOST, () -> first.send(new byte[1]));
    }

    @Test
    void neverExpiresACallThatIsOver() {
        link.serve(exchange -> exchange.reply(exchange.head()));
        LinkClient client = link.client();
        LinkCall first = client.open("echo", JsonObject.EMPTY);
        first.end();
        assertThat(first.next()).isNull();
        first.close();

        try (LinkCall second = client.open("echo", JsonObject.EMPTY)) {
            first.expire();
            second.end();
            assertThat(second.next()).isNull();
        }
    }

    @Test
    void keepsTheInterruptOfACallerThatWaitsForAServer() {
        LinkClient client = link.client(LinkLimits.DEFAULT);
        Thread.currentThread().interrupt();

        assertFails(Code.UNAVAILABLE, () -> client.ask("ping", JsonObject.EMPTY));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void refusesToBeginWithoutTheLastOneOverAndNoticesTheCallerLeave() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        link.serve(exchange -> {
            try {
                exchange.next();
            } finally {
                interrupted.countDown();
            }
        });
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(link.socket))) {
            FrameChannel frames = new FrameChannel(channel, 1 << 20);
            Handshake.offer(frames, TestLink.capability("control"));
            byte[] request = JsonObject.with("operation", "read").build().toBytes();
            frames.write(Frame.Type.REQUEST, request);
            frames.write(Frame.Type.REQUEST, request);

            assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void refusesABodyAfterItsEnd() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        link.serve(exchange -> release.await());
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(link.socket))) {
            FrameChannel frames = new FrameChannel(channel, 1 << 20);
            Handshake.offer(frames, TestLink.capability("control"));
            frames.write(
                    Frame.Type.REQUEST,
                    JsonObject.with("operation", "read").build().toBytes());
            frames.write(Frame.Type.END, new byte[0]);
            frames.write(Frame.Type.BODY, new byte[3]);

            assertThat(frames.read()).isNull();
        }
        release.countDown();
    }

    @Test
    void endsEveryExchangeWhenTheServerCloses() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        LinkServer server = link.serve(exchange -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                ended.countDown();
            }
        });
        LinkCall call = link.client().open("wait", JsonObject.EMPTY);
        for (int i = 0; i < 40; i++) {
            call.send(new byte[10]); // more than are queued: the connection's own thread waits for the handler
        }
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        server.close();

        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertFails(Code.LOST, call::reply);
        call.close();
    }

    @Test
    void serverOutlivesFramesOfEveryKindFromAStranger() throws Exception {
        link.serve(exchange -> {});
        List<byte[]> hellos = List.of(
                "{\"peer\":\"control\",\"nonce\":\"?\",\"proof\":\"?\"}".getBytes(US_ASCII),
                "{}".getBytes(US_ASCII),
                new byte[0],
                new byte[400],
                new byte[600]);
        for (Frame.Type type : Frame.Type.values()) {
            for (byte[] hello : hellos) {
                try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(link.socket))) {
                    FrameChannel frames = new FrameChannel(channel, 1 << 20);
                    assertThat(frames.read()).isNotNull();
                    frames.write(type, hello);
                    Frame answer = frames.read();
                    assertThat(answer == null || answer.type() == Frame.Type.ERROR)
                            .isTrue();
                } catch (ContractException e) {
                    assertThat(e.code()).isEqualTo(Code.LOST);
                }
            }
        }
        assertThat(link.client().ask("ping", JsonObject.EMPTY)).isEqualTo(JsonObject.EMPTY);
    }
}
