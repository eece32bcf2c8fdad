package moltbot.control.panel;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import moltbot.contract.ContractException;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.seal.Seal;
import moltbot.control.chat.Conversations;
import moltbot.control.chat.Events;
import org.jspecify.annotations.Nullable;

/// `/v1/…`: programs that speak OpenAI's chat completions talk to the assistant, in a conversation for each token and
/// each `user` it names. What a program says counts as somebody else's words. It sees no questions of the gate and can
/// answer none. Safe for several threads.
final class Completions {
    private static final System.Logger LOG = System.getLogger("completions");
    private static final int MAX_AT_ONCE = 32;
    private static final byte[] SPACE = " ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final JsonObject JSON =
            Reply.head(200, Reply.headers("application/json", "no-store").build());
    private static final JsonObject EVENTS =
            Reply.head(200, Reply.headers("text/event-stream", "no-store").build());
    /// The breaker waits half a minute for the beginning of an answer.
    private static final Duration BEGIN = Duration.ofSeconds(20);

    private static final Duration BEAT = Duration.ofSeconds(10);

    private final Conversations conversations;
    private final Supplier<String> ids;
    private final Semaphore free = new Semaphore(MAX_AT_ONCE);

    /// @param ids  makes names that nobody else has
    Completions(Conversations conversations, Supplier<String> ids) {
        this.conversations = conversations;
        this.ids = ids;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/models", _ -> Reply.json(200, models())),
                Route.get("/v1/models/moltbot", _ -> Reply.json(200, model())),
                Route.post("/v1/chat/completions", this::complete));
    }

    private static JsonObject models() {
        return JsonObject.with("object", "list")
                .with("data", JsonArray.of(List.of(model())))
                .build();
    }

    private static JsonObject model() {
        return JsonObject.with("id", CompletionQuestion.MODEL)
                .with("object", "model")
                .with("created", 0)
                .with("owned_by", "owner")
                .build();
    }

    private @Nullable Reply complete(Request request) throws InterruptedException {
        try {
            CompletionQuestion question = CompletionQuestion.of(request.json());
            if (!free.tryAcquire()) {
                throw new HttpFailure(429, "busy", "Too many programs ask at once; try again in a moment.");
            }
            try {
                return asked(request, question);
            } finally {
                free.release();
            }
        } catch (HttpFailure e) {
            return error(e);
        } catch (ContractException e) {
            return error(HttpFailure.of(e));
        }
    }

    private @Nullable Reply asked(Request request, CompletionQuestion question) throws InterruptedException {
        String session = session(request.person().principal(), question.user());
        String id = ids.get();
        JsonObject taken = conversations.submitFromProgram(session, id, question.text());
        String turn = taken.text("turn");
        CompletionAnswer answer = new CompletionAnswer("chatcmpl-" + id, System.currentTimeMillis() / 1_000);
        try (Events events = conversations.watch(session, taken.number("seq"))) {
            return question.stream()
                    ? stream(request.exchange(), events, turn, answer)
                    : whole(request.exchange(), events, turn, answer);
        }
    }

    /// One for each token, and for each user a program names; never another's.
    static String session(String principal, String user) {
        String token = principal.substring(principal.indexOf(':') + 1);
        String whose = user.isEmpty()
                ? ""
                : "-" + Seal.sha256Hex(user.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
        return Conversations.PROGRAMS + token + whose;
    }

    private static @Nullable Reply stream(LinkExchange exchange, Events events, String turn, CompletionAnswer answer)
            throws InterruptedException {
        exchange.reply(EVENTS);
        exchange.send(data(answer.opening()));
        CountDownLatch over = new CountDownLatch(1);
        Thread.ofVirtual().name("heartbeat").start(() -> EventStream.beat(exchange, over));
        try {
            follow(events, turn, answer, more -> exchange.send(data(answer.chunk(more))));
            exchange.send(
                    answer.failure().isEmpty()
                            ? data(answer.closing())
                            : data(shape(500, "server_error", answer.failure())));
            exchange.send(DONE);
        } finally {
            over.countDown();
        }
        return null;
    }

    private static byte[] data(JsonObject json) {
        return ("data: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /// Where it takes long, the answer begins with spaces, which mean nothing in JSON, so that nobody in between gives
    /// up.
    private static @Nullable Reply whole(LinkExchange exchange, Events events, String turn, CompletionAnswer answer)
            throws InterruptedException {
        Patient patient = new Patient(exchange);
        try {
            follow(events, turn, answer, _ -> {});
        } finally {
            patient.over();
        }
        HttpFailure failure = new HttpFailure(502, "server_error", answer.failure());
        if (!patient.begun()) {
            return answer.failure().isEmpty() ? Reply.json(200, answer.completion()) : error(failure);
        }
        exchange.send(answer.failure().isEmpty() ? answer.completion() : shape(502, "server_error", answer.failure()));
        return null;
    }

    private interface Pieces {
        void take(String more);
    }

    private static void follow(Events events, String turn, CompletionAnswer answer, Pieces pieces)
            throws InterruptedException {
        while (!answer.over()) {
            byte[] bytes = next(events);
            if (bytes == null) {
                answer.lost();
                return;
            }
            JsonObject json = JsonObject.parse(bytes);
            if (json.text("type").equals("ready") || !json.text("turn").equals(turn)) {
                continue;
            }
            String more = answer.take(ChatEvent.fromJson(json).fact());
            if (!more.isEmpty()) {
                pieces.take(more);
            }
        }
    }

    /// Null where the runtime is there no more, however that shows.
    private static byte @Nullable [] next(Events events) throws InterruptedException {
        try {
            return events.next();
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.INFO, "A program''s answer ended early: {0}", e.getMessage());
            return null;
        }
    }

    /// Keeps a slow answer's connection alive.
    private static final class Patient {
        private final LinkExchange exchange;
        private final CountDownLatch over = new CountDownLatch(1);
        private boolean begun;

        Patient(LinkExchange exchange) {
            this.exchange = exchange;
            Thread.ofVirtual().name("completion-patience").start(this::await);
        }

        private void await() {
            try {
                for (Duration pause = BEGIN; !over.await(pause.toSeconds(), TimeUnit.SECONDS); pause = BEAT) {
                    beat();
                }
            } catch (InterruptedException | ContractException e) {
                Thread.currentThread().interrupt();
            }
        }

        private synchronized void beat() {
            if (over.getCount() == 0) {
                return;
            }
            if (!begun) {
                exchange.reply(JSON);
                begun = true;
            }
            exchange.send(SPACE);
        }

        synchronized void over() {
            over.countDown();
        }

        synchronized boolean begun() {
            return begun;
        }
    }

    private static Reply error(HttpFailure failure) {
        return Reply.json(failure.status(), shape(failure.status(), failure.reason(), failure.getMessage()));
    }

    /// As that interface's own errors are.
    private static JsonObject shape(int status, String code, @Nullable String message) {
        String type = status == 429 ? "rate_limit_error" : status < 500 ? "invalid_request_error" : "server_error";
        return JsonObject.with(
                        "error",
                        JsonObject.with("message", String.valueOf(message))
                                .with("type", type)
                                .with("param", JsonValue.NULL)
                                .with("code", code)
                                .build())
                .build();
    }
}
