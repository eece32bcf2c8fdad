package moltbot.control.panel;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.control.chat.Conversations;
import moltbot.control.chat.Events;
import org.jspecify.annotations.Nullable;

/// Passes a conversation on as server-sent events (HTML standard, section 9.2): what lasts carries its number as the
/// event's id, so that the browser goes on where it stopped; a comment shows now and then that the stream lives.
final class EventStream {
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private static final int MAX_STREAMS = 64;
    private static final byte[] BEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEGIN = "retry: 1000\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final JsonObject HEAD =
            Reply.head(200, Reply.headers("text/event-stream", "no-store").build());

    private final Conversations conversations;
    private final Semaphore free = new Semaphore(MAX_STREAMS);

    EventStream(Conversations conversations) {
        this.conversations = conversations;
    }

    @Nullable
    Reply relay(Request request) throws InterruptedException {
        if (!free.tryAcquire()) {
            throw new HttpFailure(429, "busy", "Too many windows are open on Moltbot; close one.");
        }
        try (Events events = conversations.watch(request.word(0), after(request))) {
            relay(events, request.exchange());
        } finally {
            free.release();
        }
        return null;
    }

    private static long after(Request request) {
        String last = request.header("last-event-id");
        String after = last.isEmpty() ? request.parameter("after").orElse("-1") : last;
        try {
            return Math.max(-1, Long.parseLong(after));
        } catch (NumberFormatException e) {
            throw ContractException.malformed("The number of the last event is not a number.");
        }
    }

    private static void relay(Events events, LinkExchange exchange) throws InterruptedException {
        exchange.reply(HEAD);
        exchange.send(BEGIN);
        CountDownLatch over = new CountDownLatch(1);
        Thread.ofVirtual().name("heartbeat").start(() -> beat(exchange, over));
        try {
            byte[] event;
            while ((event = events.next()) != null) {
                exchange.send(ServerSentEvent.encode(event));
            }
        } catch (ContractException e) {
            // The answer has begun; its end tells the browser to ask again from the last event it saw.
            System.getLogger("panel").log(System.Logger.Level.DEBUG, "A stream ended: {0}", e.getMessage());
        } finally {
            over.countDown();
        }
    }

    /// A comment now and then, until it is over.
    static void beat(LinkExchange exchange, CountDownLatch over) {
        try {
            while (!exchange.cancelled() && !over.await(HEARTBEAT.toSeconds(), TimeUnit.SECONDS)) {
                exchange.send(BEAT);
            }
        } catch (InterruptedException | ContractException e) {
            Thread.currentThread().interrupt();
        }
    }
}
