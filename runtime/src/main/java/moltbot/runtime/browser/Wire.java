package moltbot.runtime.browser;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// The Chrome DevTools Protocol over a browser's debugging pipe: JSON objects, each ended by a NUL. What comes is read
/// strictly and is bounded, one by one and all together: a browser that says more than it was asked for is closed.
/// Safe for several threads.
final class Wire implements AutoCloseable {
    /// Longest message: a picture of a page, in base64, is the longest there is to say.
    static final int MOST_MESSAGE = 6 << 20;

    /// Most that may come between two things that are wanted.
    static final long MOST_BETWEEN = 48L << 20;

    private static final System.Logger LOG = System.getLogger("browser");
    private static final int MOST_QUEUED = 1_000;
    private static final int COMPLAINTS = 2_000;

    /// What the browser says unasked. Called by the one thread that reads, and must be quick.
    @FunctionalInterface
    interface Listener {
        void heard(String session, String method, JsonObject params);
    }

    private final Program program;
    private final Listener listener;
    private final BlockingQueue<byte[]> outgoing = new LinkedBlockingQueue<>(MOST_QUEUED);
    private final Map<Long, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong heardBytes = new AtomicLong();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private final StringBuilder complaints = new StringBuilder();
    private final Thread writer;
    private volatile @Nullable String over;

    private Wire(Program program, Listener listener) {
        this.program = program;
        this.listener = listener;
        this.writer = Thread.ofVirtual().name("browser-write").unstarted(this::write);
    }

    static Wire over(Program program, Listener listener) {
        Wire wire = new Wire(program, listener);
        wire.writer.start();
        Thread.ofVirtual().name("browser-read").start(wire::read);
        return wire;
    }

    /// A thread of its own, since writing waits for the program: neither who reads nor who asks may.
    private void write() {
        try {
            while (program.write(outgoing.take())) {
                continue;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        String why = "The browser was closed.";
        try {
            boolean on = true;
            while (on) {
                switch (program.next()) {
                    case Program.Word.Output(byte[] bytes) -> take(bytes);
                    case Program.Word.Errors(byte[] bytes) -> complain(bytes);
                    case Program.Word.Over(String told) -> {
                        why = told.isEmpty() ? "The browser ended." : "The browser ended: " + told;
                        LOG.log(
                                System.Logger.Level.DEBUG,
                                "A browser ended. {0} Its last words: {1}",
                                told,
                                complaints);
                        on = false;
                    }
                }
            }
        } catch (BrowserException e) {
            why = String.valueOf(e.getMessage());
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "A browser said what it never says.", e);
            why = "The browser said something that could not be read, so it was closed.";
        } finally {
            end(why);
        }
    }

    private void complain(byte[] bytes) {
        complaints.append(new String(bytes, StandardCharsets.UTF_8));
        complaints.delete(0, Math.max(0, complaints.length() - COMPLAINTS));
    }

    private void take(byte[] bytes) {
        if (heardBytes.addAndGet(bytes.length) > MOST_BETWEEN) {
            throw new BrowserException("The page kept the browser talking without end, so the browser was closed.");
        }
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                add(bytes, from, i);
                JsonObject heard = JsonObject.parse(message.toByteArray());
                message.reset();
                from = i + 1;
                hear(heard);
            }
        }
        add(bytes, from, bytes.length);
    }

    private void add(byte[] bytes, int from, int to) {
        if (message.size() + to - from > MOST_MESSAGE) {
            throw new BrowserException("The page made the browser say more than is taken, so the browser was closed.");
        }
        message.write(bytes, from, to - from);
    }

    private void hear(JsonObject heard) {
        if (heard.has("id")) {
            CompletableFuture<JsonObject> answer = waiting.remove(heard.number("id"));
            if (answer != null) {
                answer.complete(heard);
            }
        } else {
            listener.heard(
                    heard.textOr("sessionId", ""), heard.text("method"), heard.objectOr("params", JsonObject.EMPTY));
        }
    }

    /// Something new is wanted: what was heard before counts no more.
    void renew() {
        heardBytes.set(0);
    }

    /// Why it is over; null while it is not.
    @Nullable
    String over() {
        return over;
    }

    /// Asks and waits for the answer.
    ///
    /// @throws BrowserException  if the browser is over, refuses, or does not answer in time
    JsonObject ask(String session, String method, JsonObject params, Duration patience) throws InterruptedException {
        long number = numbers.incrementAndGet();
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        waiting.put(number, answer);
        try {
            say(number, session, method, params);
            String ended = over;
            if (ended != null) {
                throw new BrowserException(ended);
            }
            JsonObject reply = answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (reply.has("error")) {
                LOG.log(System.Logger.Level.DEBUG, "{0} was refused: {1}", method, reply.object("error"));
                throw new BrowserException("The browser could not do that.");
            }
            return reply.objectOr("result", JsonObject.EMPTY);
        } catch (TimeoutException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} was not answered.", method);
            throw new BrowserException(
                    "The page is too busy to answer. Wait and read again, open another address, or close the browser.");
        } catch (ExecutionException e) {
            throw new BrowserException(String.valueOf(over));
        } finally {
            waiting.remove(number);
        }
    }

    /// Asks without waiting for what is answered.
    void tell(String session, String method, JsonObject params) {
        say(numbers.incrementAndGet(), session, method, params);
    }

    private void say(long number, String session, String method, JsonObject params) {
        JsonObject.Builder said =
                JsonObject.with("id", number).with("method", method).with("params", params);
        byte[] json = (session.isEmpty() ? said : said.with("sessionId", session))
                .build()
                .toBytes();
        byte[] ended = java.util.Arrays.copyOf(json, json.length + 1);
        if (!outgoing.offer(ended)) {
            end("The browser takes nothing any more, so it was closed.");
        }
    }

    /// Ends the browser, whatever it is doing. The first reason holds.
    synchronized void end(String why) {
        if (over == null) {
            over = why;
        }
        program.close();
        writer.interrupt();
        BrowserException ended = new BrowserException(String.valueOf(over));
        waiting.values().forEach(answer -> answer.completeExceptionally(ended));
    }

    @Override
    public void close() {
        end("The browser was closed.");
    }
}
