package moltbot.contract.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LinkExchangeTest {
    private TestLink link;

    @BeforeEach
    void open() throws Exception {
        link = new TestLink();
    }

    @AfterEach
    void close() throws Exception {
        link.close();
    }

    @Test
    void answersAQuestionWithItsHeadAndBody() {
        link.serve(exchange -> exchange.reply(JsonObject.with("peer", exchange.peer())
                .with("operation", exchange.operation())
                .with("said", exchange.head().text("word"))
                .with("body", new String(exchange.readBody(100), UTF_8))
                .build()));

        JsonObject reply =
                link.client().ask("greet", JsonObject.with("word", "hello").build(), "world".getBytes(UTF_8));

        assertThat(reply)
                .hasToString("{\"peer\":\"control\",\"operation\":\"greet\",\"said\":\"hello\",\"body\":\"world\"}");
    }

    @Test
    void streamsBothWaysAtOnce() {
        link.serve(exchange -> {
            exchange.reply(JsonObject.EMPTY);
            byte[] frame;
            while ((frame = exchange.next()) != null) {
                exchange.send(("echo " + new String(frame, UTF_8)).getBytes(UTF_8));
            }
        });

        try (LinkCall call = link.client().open("echo", JsonObject.EMPTY)) {
            List<String> heard = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                call.send(String.valueOf(i).getBytes(UTF_8));
                heard.add(new String(call.next(), UTF_8));
            }
            call.end();

            assertThat(call.next()).isNull();
            assertThat(heard).hasSize(100).startsWith("echo 0", "echo 1").endsWith("echo 99");
        }
    }

    @Test
    void repliesWithAnEmptyHeadWhereTheHandlerSaysNothing() {
        link.serve(exchange -> {});

        assertThat(link.client().ask("nothing", JsonObject.EMPTY)).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void interruptsTheHandlerWhenTheCallerLeaves() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicReference<LinkExchange> seen = new AtomicReference<>();
        link.serve(exchange -> {
            seen.set(exchange);
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });

        LinkCall call = link.client().open("wait", JsonObject.EMPTY);
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        call.close();

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(seen.get().cancelled()).isTrue();
    }

    @Test
    void tellsAHandlerThatReadsOnAfterTheCallerLeftThatItLeft() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        link.serve(exchange -> {
            for (int i = 0; i < 3; i++) {
                try {
                    exchange.next();
                } catch (ContractException e) {
                    lost.incrementAndGet();
                } catch (InterruptedException e) {
                    i--; // the link's word that the caller has gone; what next() says is the question here
                }
            }
            done.countDown();
        });

        link.client().open("read", JsonObject.EMPTY).close();

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(lost).hasValue(3);
    }

    /// A heartbeat that comes late would otherwise be part of the next answer on this connection.
    @Test
    void refusesToSendOnceItsHandlerIsDone() throws Exception {
        AtomicReference<LinkExchange> first = new AtomicReference<>();
        link.serve(exchange -> {
            LinkExchange over = first.getAndSet(exchange);
            if (over != null) {
                assertThatThrownBy(() -> over.send(JsonObject.with("late", 1).build()))
                        .isInstanceOfSatisfying(
                                ContractException.class,
                                e -> assertThat(e.code()).isEqualTo(Code.LOST));
            }
            exchange.reply(JsonObject.with("answer", over == null ? 1 : 2).build());
        });

        LinkClient client = link.client();
        assertThat(client.ask("one", JsonObject.EMPTY).number("answer")).isEqualTo(1);
        assertThat(client.ask("two", JsonObject.EMPTY).number("answer")).isEqualTo(2);
    }

    @Test
    void sendsNothingAfterTheEndHoweverManySend() throws Exception {
        AtomicInteger threads = new AtomicInteger();
        link.serve(exchange -> {
            exchange.reply(JsonObject.EMPTY);
            Thread.ofVirtual().start(() -> {
                threads.incrementAndGet();
                try {
                    while (true) {
                        exchange.send(new byte[1]);
                    }
                } catch (ContractException e) {
                    threads.decrementAndGet();
                }
            });
            TestLink.await("it sends", () -> threads.get() > 0);
        });

        LinkClient client = link.client();
        for (int i = 0; i < 200; i++) {
            try (LinkCall call = client.open("beats", JsonObject.EMPTY)) {
                call.end();
                call.reply();
                while (call.next() != null) {
                    continue;
                }
            }
            TestLink.await("the last one has stopped", () -> threads.get() == 0);
        }
    }

    @Test
    void boundsAWriterByItsReader() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        link.serve(exchange -> {
            for (int i = 0; i < 1_000; i++) {
                exchange.send(new byte[64 << 10]);
                sent.incrementAndGet();
            }
        });

        try (LinkCall call = link.client().open("flood", JsonObject.EMPTY)) {
            call.end();
            call.reply();
            AtomicInteger last = new AtomicInteger(-1);
            TestLink.await("the writer stands still", () -> settled(sent, last));
            assertThat(sent.get()).isLessThan(100);

            int frames = 0;
            while (call.next() != null) {
                frames++;
            }
            assertThat(frames).isEqualTo(1_000);
        }
    }

    @Test
    void boundsACallerByItsHandler() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        AtomicInteger received = new AtomicInteger();
        link.serve(exchange -> {
            read.await();
            while (exchange.next() != null) {
                received.incrementAndGet();
            }
        });
        AtomicInteger sent = new AtomicInteger();
        try (LinkCall call = link.client().open("flood", JsonObject.EMPTY);
                ExecutorService writer = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writing = writer.submit(() -> {
                for (int i = 0; i < 1_000; i++) {
                    call.send(new byte[64 << 10]);
                    sent.incrementAndGet();
                }
                call.end();
            });
            AtomicInteger last = new AtomicInteger(-1);
            TestLink.await("the caller stands still", () -> settled(sent, last));
            assertThat(sent.get()).isLessThan(100);

            read.countDown();
            assertThat(call.next()).isNull();
            writing.get(10, TimeUnit.SECONDS);
            assertThat(received).hasValue(1_000);
        }
    }

    /// True once the count is the same in two looks far enough apart for 64 KiB to have passed many times over.
    private static boolean settled(AtomicInteger count, AtomicInteger last) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(60));
        int now = count.get();
        return last.getAndSet(now) == now && now > 0;
    }

    @Test
    void passesRefusalsWithTheirReason() {
        link.serve(exchange -> {
            throw ContractException.refused("no-lease", "The guardian has not confirmed that this machine is safe.");
        });

        assertThatThrownBy(() -> link.client().ask("run", JsonObject.EMPTY))
                .isInstanceOfSatisfying(ContractException.class, e -> {
                    assertThat(e.code()).isEqualTo(Code.REFUSED);
                    assertThat(e.reason()).isEqualTo("no-lease");
                    assertThat(e).hasMessage("The guardian has not confirmed that this machine is safe.");
                });
    }

    @Test
    void hidesWhatWentWrongInside() {
        for (Throwable wrong : List.of(new IllegalStateException("secret=hunter2"), new AssertionError("hunter2"))) {
            try (LinkServer server = link.serve(exchange -> {
                if (wrong instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) wrong;
            })) {
                assertThat(server).isNotNull();
                assertThatThrownBy(() -> link.client().ask("run", JsonObject.EMPTY))
                        .hasMessageNotContaining("hunter2")
                        .isInstanceOfSatisfying(
                                ContractException.class,
                                e -> assertThat(e.reason()).isEqualTo("internal"));
            }
        }
    }

    @Test
    void endsAStreamThatFailsInTheMiddleWithItsRefusalAndNeverAsComplete() {
        link.serve(exchange -> {
            exchange.send("one".getBytes(UTF_8));
            throw ContractException.refused("model-unavailable", "The model stopped answering.");
        });

        try (LinkCall call = link.client().open("stream", JsonObject.EMPTY)) {
            call.end();
            assertThat(call.next()).asString(UTF_8).isEqualTo("one");
            for (int again = 0; again < 2; again++) {
                assertThatThrownBy(call::next)
                        .isInstanceOfSatisfying(
                                ContractException.class,
                                e -> assertThat(e.reason()).isEqualTo("model-unavailable"));
            }
        }
    }

    @Test
    void dropsTheBodyOfARefusedRequestAndGoesOn() {
        link.serve(new LinkRoutes().on("control", "ping", exchange -> {}));
        LinkClient client = link.client();

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> client.ask("upload", JsonObject.EMPTY, new byte[8 << 20]))
                    .isInstanceOfSatisfying(
                            ContractException.class, e -> assertThat(e.reason()).isEqualTo("not-allowed"));
            assertThat(client.ask("ping", JsonObject.EMPTY)).isEqualTo(JsonObject.EMPTY);
        }
    }

    @Test
    void refusesAPeerThatIsNotListedForAnOperation() {
        link.serve(new LinkRoutes().on("guardian", "trip", exchange -> {}));

        assertThatThrownBy(() -> link.client().ask("trip", JsonObject.EMPTY))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("not-allowed"));
        assertThat(link.client(TestLink.capability("guardian"), TestLink.limits())
                        .ask("trip", JsonObject.EMPTY))
                .isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void writesOneHeadHoweverManyThreadsSend() throws Exception {
        link.serve(exchange -> {
            try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 20; i++) {
                    senders.execute(() -> exchange.send(new byte[10]));
                }
            }
        });
        LinkClient client = link.client();

        for (int round = 0; round < 20; round++) {
            try (LinkCall call = client.open("many", JsonObject.EMPTY)) {
                call.end();
                int frames = 0;
                while (call.next() != null) {
                    frames++;
                }
                assertThat(frames).isEqualTo(20);
            }
        }
    }

    @Test
    void carriesAThousandExchangesAtOnce() throws Exception {
        Duration patience = Duration.ofSeconds(25); // what is counted here is exchanges, not the machine's speed
        LinkLimits patient = new LinkLimits(1 << 20, 256 << 10, 1_100, patience, patience, patience);
        CountDownLatch all = new CountDownLatch(1_000);
        link.serve(
                exchange -> {
                    all.countDown();
                    all.await();
                    exchange.reply(exchange.head());
                },
                patient);
        LinkClient client = link.client(patient);

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> answers = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                JsonObject head = JsonObject.with("n", i).build();
                answers.add(callers.submit(() -> client.ask("meet", head).number("n")));
            }
            for (int i = 0; i < 1_000; i++) {
                assertThat(answers.get(i).get(25, TimeUnit.SECONDS)).isEqualTo(i);
            }
        }
    }
}
