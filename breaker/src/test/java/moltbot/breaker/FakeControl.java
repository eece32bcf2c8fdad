package moltbot.breaker;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.contract.ContractException;
import moltbot.contract.assertion.AssertionVerifier;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.link.LinkServer;

/// Stands in for control: the real link, the real assertion, a few targets.
public final class FakeControl implements AutoCloseable {
    public final Queue<JsonObject> seen = new ConcurrentLinkedQueue<>();
    public final Queue<Long> epochs = new ConcurrentLinkedQueue<>();
    public final CountDownLatch streaming = new CountDownLatch(1);
    public final CountDownLatch left = new CountDownLatch(1);
    public final AtomicLong floodSent = new AtomicLong();
    private final AssertionVerifier verifier;
    private final LinkServer server;

    public FakeControl(Path socket, Capability breaker, byte[] assertionKey) {
        verifier = new AssertionVerifier(assertionKey, System::nanoTime);
        server = LinkServer.start(
                socket,
                List.of(breaker),
                new LinkRoutes().on("breaker", "http", this::answer).on("breaker", "breaker.epoch", this::epoch),
                LinkLimits.DEFAULT);
    }

    private void epoch(LinkExchange exchange) {
        epochs.add(exchange.head().number("epoch"));
        exchange.reply(JsonObject.EMPTY);
    }

    private void answer(LinkExchange exchange) throws InterruptedException {
        JsonObject head = exchange.head();
        verifier.verify(head.text("assertion"), head.text("method"), head.text("target"));
        seen.add(head);
        switch (head.text("target")) {
            case "/api/events" -> events(exchange);
            case "/api/flood" -> flood(exchange);
            case "/api/refuse" -> throw ContractException.refused("busy", "Too much is waiting.");
            case "/api/half" -> {
                exchange.readBody(1 << 22);
                throw new IllegalStateException("Control fell over.");
            }
            default -> echo(exchange);
        }
    }

    private static void echo(LinkExchange exchange) throws InterruptedException {
        byte[] body = exchange.readBody(1 << 24);
        exchange.reply(JsonObject.with("status", 200)
                .with(
                        "headers",
                        JsonObject.with("content-type", "text/plain")
                                .with("set-cookie", "evil=1")
                                .with("server", "secret/1.0")
                                .with("content-security-policy", "default-src 'self'")
                                .build())
                .build());
        exchange.send(("got " + body.length).getBytes(StandardCharsets.UTF_8));
    }

    private void events(LinkExchange exchange) throws InterruptedException {
        exchange.reply(JsonObject.with("status", 200)
                .with(
                        "headers",
                        JsonObject.with("content-type", "text/event-stream").build())
                .build());
        exchange.send("data: one\n\n".getBytes(StandardCharsets.UTF_8));
        streaming.countDown();
        try {
            new CountDownLatch(1).await();
        } finally {
            left.countDown();
        }
    }

    private void flood(LinkExchange exchange) {
        exchange.reply(JsonObject.with("status", 200).build());
        byte[] piece = new byte[64 << 10];
        for (int i = 0; i < 4096; i++) {
            exchange.send(piece);
            floodSent.addAndGet(piece.length);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
