package moltbot.gateway.egress;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.vault.Secret;
import org.jspecify.annotations.Nullable;

/// A WebSocket (RFC 6455) to a server the house may talk to, for messages of JSON. Nothing is read before it is asked
/// for, so a server that says more than is taken waits. One thread reads; any may send and close.
public final class EgressSocket implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("egress");
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    /// Goes away without ending what the server keeps for whoever comes back; 1000 would end it.
    public static final int COMING_BACK = 4_000;

    /// A key that is part of a message; the egress alone puts it there, as the last thing before it is sent.
    ///
    /// @param object  the message's object that has it
    /// @param field   its name there
    public record Key(String object, String field, Secret secret) {}

    /// Writes a message with the key in it.
    @FunctionalInterface
    interface Writer {
        String write(JsonObject message, Key key);
    }

    private sealed interface Event {
        record Text(String text) implements Event {}

        record Ended(int code) implements Event {}
    }

    private static final int NO_CODE = -1;

    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final String host;
    private final EgressLimits limits;
    private final Writer writer;
    private final Object sending = new Object();
    private volatile @Nullable WebSocket socket;
    private volatile int code = NO_CODE;
    private volatile boolean over;
    private volatile long heard = System.nanoTime();

    EgressSocket(String host, EgressLimits limits, Writer writer) {
        this.host = host;
        this.limits = limits;
        this.writer = writer;
    }

    /// Takes part in the handshake.
    void opened(WebSocket opened) {
        socket = opened;
    }

    boolean isOpen() {
        return socket != null;
    }

    WebSocket.Listener listener() {
        return new Ear();
    }

    private final class Ear implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void onOpen(WebSocket opened) {
            // Nothing is asked for yet.
            heard = System.nanoTime();
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer data) {
            return sign(from);
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
            return sign(from);
        }

        private @Nullable CompletionStage<?> sign(WebSocket from) {
            heard = System.nanoTime();
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            heard = System.nanoTime();
            text.append(part);
            if (text.length() > limits.maxResponseBytes()) {
                LOG.log(System.Logger.Level.WARNING, "A message from {0} is longer than is accepted here.", host);
                from.abort();
                end(NO_CODE);
            } else if (last) {
                events.add(new Event.Text(text.toString()));
                text.setLength(0);
            } else {
                from.request(1);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            end(status);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            LOG.log(System.Logger.Level.DEBUG, "The connection to {0} failed: {1}", host, error.getMessage());
            end(NO_CODE);
        }
    }

    private void end(int status) {
        code = status;
        events.add(new Event.Ended(status));
    }

    /// The next message.
    ///
    /// @throws ContractException  [Code#TIMEOUT] where none came in that time, and one may still; [Code#LOST] where
    ///                            none will
    public String next(Duration most) throws InterruptedException {
        WebSocket from = socket;
        if (over || from == null) {
            throw lost();
        }
        if (asked.compareAndSet(false, true)) {
            from.request(1);
        }
        Event event = events.poll(most.toNanos(), TimeUnit.NANOSECONDS);
        return switch (event) {
            case null -> throw new ContractException(Code.TIMEOUT, host + " says nothing.");
            case Event.Text(String text) -> {
                asked.set(false);
                yield text;
            }
            case Event.Ended _ -> {
                over = true;
                throw lost();
            }
        };
    }

    private ContractException lost() {
        return new ContractException(Code.LOST, "The connection to " + host + " is over.");
    }

    /// With which code the other side ended it, where it said one.
    public OptionalInt closeCode() {
        return code == NO_CODE ? OptionalInt.empty() : OptionalInt.of(code);
    }

    /// For how long nothing was heard, not even a sign of life; while nobody reads, nothing is.
    public Duration silence() {
        return Duration.ofNanos(System.nanoTime() - heard);
    }

    /// Asks for a sign of life.
    public void ping() throws InterruptedException {
        send(to -> to.sendPing(ByteBuffer.allocate(0)));
    }

    /// Sends a message; returns when it was written.
    public void send(JsonObject message) throws InterruptedException {
        write(message.toString());
    }

    /// Sends one with a key in it. Of a failure not even the cause is kept.
    public void send(JsonObject message, Key key) throws InterruptedException {
        write(writer.write(message, key));
    }

    private void write(String text) throws InterruptedException {
        send(to -> to.sendText(text, true));
    }

    @FunctionalInterface
    private interface Frame {
        CompletableFuture<WebSocket> to(WebSocket socket);
    }

    private void send(Frame frame) throws InterruptedException {
        WebSocket to = socket;
        if (to == null) {
            throw lost();
        }
        synchronized (sending) {
            try {
                frame.to(to).get(limits.firstByte().toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.log(System.Logger.Level.DEBUG, "A message to {0} was not sent.", host);
                to.abort();
                throw lost();
            }
        }
    }

    /// Goes away with [#COMING_BACK].
    @Override
    public void close() {
        WebSocket open = socket;
        if (open == null) {
            return;
        }
        try {
            if (!open.isOutputClosed()) {
                open.sendClose(COMING_BACK, "").get(LAST_WORDS.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.DEBUG, "The connection to {0} did not close cleanly.", host);
        } finally {
            open.abort();
            events.add(new Event.Ended(NO_CODE));
        }
    }
}
