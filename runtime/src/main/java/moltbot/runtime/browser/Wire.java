package moltbot.runtime.browser;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.contract.json.JsonObject;
import moltbot.runtime.held.Messages;
import moltbot.runtime.held.Messages.Breach;
import moltbot.runtime.held.Program;
import org.jspecify.annotations.Nullable;

/// The Chrome DevTools Protocol over a browser's debugging pipe: JSON objects, each ended by a NUL. A browser that says
/// more than it was asked for is closed. Safe for several threads.
final class Wire implements AutoCloseable {
    /// A picture of a page, in base64, is the longest there is to say.
    private static final Messages.Bounds BOUNDS = new Messages.Bounds(0, 6 << 20, 48L << 20);

    private static final System.Logger LOG = System.getLogger("browser");

    /// What the browser says unasked. Called by the one thread that reads, and must be quick.
    @FunctionalInterface
    interface Listener {
        void heard(String session, String method, JsonObject params);
    }

    private final Messages messages;
    private final Map<Long, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    private Wire(Program program, Listener listener) {
        this.messages = Messages.of(program, BOUNDS, new Hearing(listener));
    }

    static Wire over(Program program, Listener listener) {
        Wire wire = new Wire(program, listener);
        wire.messages.begin();
        return wire;
    }

    private final class Hearing implements Messages.Listener {
        private final Listener events;

        Hearing(Listener events) {
            this.events = events;
        }

        @Override
        public void heard(JsonObject heard) {
            if (heard.has("id")) {
                CompletableFuture<JsonObject> answer = waiting.remove(heard.number("id"));
                if (answer != null) {
                    answer.complete(heard);
                }
            } else {
                events.heard(
                        heard.textOr("sessionId", ""),
                        heard.text("method"),
                        heard.objectOr("params", JsonObject.EMPTY));
            }
        }

        @Override
        public String breach(Breach breach) {
            return switch (breach) {
                case FLOOD -> "The page kept the browser talking without end, so the browser was closed.";
                case TOO_LONG -> "The page made the browser say more than is taken, so the browser was closed.";
                case MALFORMED -> "The browser said something that could not be read, so it was closed.";
                case DEAF -> "The browser takes nothing any more, so it was closed.";
            };
        }

        @Override
        public String ended(String told) {
            return told.isEmpty() ? "The browser ended." : "The browser ended: " + told;
        }

        @Override
        public void over(String why) {
            BrowserException ended = new BrowserException(why);
            waiting.values().forEach(answer -> answer.completeExceptionally(ended));
        }
    }

    /// Something new is wanted: what was heard before counts no more.
    void renew() {
        messages.renew();
    }

    /// Why it is over; null while it is not.
    @Nullable
    String over() {
        return messages.over();
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
            String ended = over();
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
            throw new BrowserException(String.valueOf(over()));
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
        messages.say((session.isEmpty() ? said : said.with("sessionId", session)).build());
    }

    /// Ends the browser, whatever it is doing. The first reason holds.
    void end(String why) {
        messages.end(why);
    }

    @Override
    public void close() {
        end("The browser was closed.");
    }
}
