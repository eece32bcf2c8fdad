package moltbot.runtime.mcp;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.runtime.held.Messages;
import moltbot.runtime.held.Messages.Breach;
import moltbot.runtime.held.Program;
import org.jspecify.annotations.Nullable;

/// JSON-RPC 2.0 with a server over its standard streams, a message a line (Model Context Protocol 2025-11-25,
/// transports, stdio). Its questions are answered: a `ping` with nothing, everything else with "no such method", for
/// nothing was offered to it. Safe for several threads.
final class Peer implements AutoCloseable {
    /// A picture in base64 is the longest there is to say.
    private static final Messages.Bounds BOUNDS = new Messages.Bounds('\n', 8 << 20, 32L << 20);

    private static final int NO_SUCH_METHOD = -32_601;
    private static final System.Logger LOG = System.getLogger("mcp");

    /// How long an answer may take.
    ///
    /// @param silence  without a sign of progress
    /// @param whole    all in all
    record Patience(Duration silence, Duration whole) {
        Patience(Duration whole) {
            this(whole, whole);
        }
    }

    private record Asked(CompletableFuture<JsonObject> answer, AtomicLong heardNanos) {}

    private final Messages messages;
    private final Map<Long, Asked> waiting = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private volatile boolean toolsChanged;

    Peer(Program program) {
        this.messages = Messages.of(program, BOUNDS, new Hearing());
        messages.begin();
    }

    private final class Hearing implements Messages.Listener {
        @Override
        public void heard(JsonObject heard) {
            if (heard.has("method")) {
                if (heard.has("id")) {
                    refuse(heard.fields().get("id"), heard.text("method"));
                } else {
                    noticed(heard.text("method"), heard.objectOr("params", JsonObject.EMPTY));
                }
            } else if (heard.has("id")) {
                Asked asked = waiting.remove(heard.number("id"));
                if (asked != null) {
                    asked.answer().complete(heard);
                }
            }
        }

        @Override
        public String breach(Breach breach) {
            return switch (breach) {
                case FLOOD -> "It talked without end, so it was ended.";
                case TOO_LONG -> "It said more at once than is taken, so it was ended.";
                case MALFORMED -> "It said something that is not of the protocol, so it was ended.";
                case DEAF -> "It takes nothing any more, so it was ended.";
            };
        }

        @Override
        public String ended(String told) {
            return told.isEmpty() ? "It ended." : "It ended: " + told;
        }

        @Override
        public void over(String why) {
            waiting.values().forEach(asked -> asked.answer().completeExceptionally(new McpException(why)));
        }
    }

    private void refuse(@Nullable JsonValue id, String method) {
        JsonObject.Builder answer = JsonObject.with("jsonrpc", "2.0").with("id", id == null ? JsonValue.NULL : id);
        messages.say(
                method.equals("ping")
                        ? answer.with("result", JsonObject.EMPTY).build()
                        : answer.with(
                                        "error",
                                        JsonObject.with("code", NO_SUCH_METHOD)
                                                .with("message", "This client does not do that.")
                                                .build())
                                .build());
    }

    private void noticed(String method, JsonObject params) {
        switch (method) {
            case "notifications/tools/list_changed" -> toolsChanged = true;
            case "notifications/progress" -> {
                if (params.find("progressToken").orElse(JsonValue.NULL) instanceof JsonValue.Numeral token
                        && token.literal().matches("[0-9]{1,18}")) {
                    Asked asked = waiting.get(token.longValue());
                    if (asked != null) {
                        asked.heardNanos().set(System.nanoTime());
                    }
                }
            }
            case "notifications/message" ->
                LOG.log(
                        System.Logger.Level.DEBUG,
                        "A server of tools logged {0} characters.",
                        params.toString().length());
            default -> {}
        }
    }

    /// Whether the server said that its tools are others now; forgets that it did.
    boolean takeToolsChanged() {
        boolean changed = toolsChanged;
        toolsChanged = false;
        return changed;
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

    /// Asks and waits for the answer: its `result`, or its whole `error` as [McpException]. What is waited for no
    /// longer is cancelled.
    ///
    /// @param params  gets a token for signs of progress
    JsonObject ask(String method, JsonObject params, Patience patience) throws InterruptedException {
        long number = numbers.incrementAndGet();
        JsonObject meta = params.objectOr("_meta", JsonObject.EMPTY).toBuilder()
                .with("progressToken", number)
                .build();
        long started = System.nanoTime();
        Asked asked = new Asked(new CompletableFuture<>(), new AtomicLong(started));
        waiting.put(number, asked);
        try {
            messages.say(JsonObject.with("jsonrpc", "2.0")
                    .with("id", number)
                    .with("method", method)
                    .with("params", params.toBuilder().with("_meta", meta).build())
                    .build());
            String ended = over();
            if (ended != null) {
                throw new McpException(ended);
            }
            return result(await(asked, started, patience));
        } catch (TimeoutException e) {
            cancel(number, method, "It took too long.");
            throw new NoAnswer();
        } catch (InterruptedException e) {
            cancel(number, method, "It was stopped.");
            throw e;
        } finally {
            waiting.remove(number);
        }
    }

    /// The server did not answer in time.
    static final class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoAnswer() {
            super("No answer in time.", null, false, false);
        }
    }

    private static JsonObject await(Asked asked, long started, Patience patience)
            throws InterruptedException, TimeoutException {
        while (true) {
            long silence = asked.heardNanos().get() + patience.silence().toNanos();
            long whole = started + patience.whole().toNanos();
            long until = silence - whole < 0 ? silence : whole;
            try {
                return asked.answer().get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                boolean progress = asked.heardNanos().get() + patience.silence().toNanos() - silence > 0;
                if (!progress || System.nanoTime() - whole >= 0) {
                    throw e;
                }
            } catch (ExecutionException e) {
                throw new McpException(
                        e.getCause() == null
                                ? "It ended."
                                : String.valueOf(e.getCause().getMessage()));
            }
        }
    }

    private static JsonObject result(JsonObject answer) {
        if (answer.has("error")) {
            throw McpException.refused(answer.object("error").textOr("message", ""));
        }
        return answer.objectOr("result", JsonObject.EMPTY);
    }

    /// The first question may not be cancelled.
    private void cancel(long number, String method, String why) {
        if (!method.equals("initialize")) {
            tell(
                    "notifications/cancelled",
                    JsonObject.with("requestId", number).with("reason", why).build());
        }
    }

    void tell(String method, JsonObject params) {
        messages.say(JsonObject.with("jsonrpc", "2.0")
                .with("method", method)
                .with("params", params)
                .build());
    }

    /// Ends the server, whatever it is doing. The first reason holds.
    void end(String why) {
        messages.end(why);
    }

    @Override
    public void close() {
        end("It was closed.");
    }
}
