package moltbot.runtime.link;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import moltbot.contract.ContractException;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.model.ModelRequest;
import moltbot.runtime.session.Chat;
import moltbot.runtime.session.Meanwhile;
import moltbot.runtime.session.SessionKey;
import moltbot.runtime.session.Transcripts;
import moltbot.runtime.session.Transcripts.Accepted;
import moltbot.runtime.session.Transcripts.Summary;
import moltbot.runtime.workspace.Arrivals;
import moltbot.runtime.workspace.GivenFile;
import moltbot.runtime.workspace.WorkspaceLimits;

/// What control may ask of this compartment: the table "control → runtime" of `docs/LINKS.md`.
public final class ChatRoutes {
    private static final String CONTROL = "control";
    private static final int PIECE_BYTES = 256 << 10;
    private static final int MOST_PARCELS = 8;
    private static final JsonObject NO_MODEL = JsonObject.with("provider", "")
            .with("model", "")
            .with("demo", false)
            .build();

    private final Chat chat;
    private final LinkModel model;
    private final SandboxWatch sandbox;
    private final LongSupplier rowsRead;
    private final Path temporary;
    private final WorkspaceLimits limits;
    private final Semaphore parcels = new Semaphore(MOST_PARCELS);

    /// @param rowsRead   how many rows the store has given
    /// @param temporary  a folder for files on their way
    /// @param limits     of workspaces
    public ChatRoutes(
            Chat chat,
            LinkModel model,
            SandboxWatch sandbox,
            LongSupplier rowsRead,
            Path temporary,
            WorkspaceLimits limits) {
        this.chat = chat;
        this.temporary = temporary;
        this.limits = limits;
        this.model = model;
        this.sandbox = sandbox;
        this.rowsRead = rowsRead;
    }

    /// The table as code.
    public LinkRoutes routes() {
        return new LinkRoutes()
                .on(CONTROL, "chat.submit", this::submit)
                .on(CONTROL, "chat.sessions", this::sessions)
                .on(CONTROL, "chat.guests", this::guests)
                .on(CONTROL, "chat.watch", this::watch)
                .on(CONTROL, "chat.image", this::image)
                .on(CONTROL, "chat.file", this::file)
                .on(CONTROL, "chat.notice", this::notice)
                .on(CONTROL, "chat.stop", this::stop)
                .on(CONTROL, "chat.withdraw", this::withdraw)
                .on(CONTROL, "chat.choose", this::choose)
                .on(CONTROL, "chat.model", this::model)
                .on(CONTROL, "chat.compact", this::compact)
                .on(CONTROL, "runtime.state", this::state);
    }

    private void submit(LinkExchange exchange) throws InterruptedException {
        InboundMessage message = InboundMessage.fromJson(exchange.head());
        if (message.files().isEmpty()) {
            answer(exchange, chat.submit(message));
            return;
        }
        if (!parcels.tryAcquire()) {
            throw ContractException.refused(
                    "busy", "Too many files come in at once. This message was not taken; try again soon.");
        }
        try (Arrivals arrivals = Arrivals.receive(temporary, message.files(), limits, exchange::next)) {
            answer(exchange, chat.submit(message, arrivals));
        } finally {
            parcels.release();
        }
    }

    private static void answer(LinkExchange exchange, Accepted accepted) {
        exchange.reply(JsonObject.with("turn", accepted.turn().id())
                .with("seq", accepted.turn().seq())
                .with("duplicate", accepted.duplicate())
                .build());
    }

    private void sessions(LinkExchange exchange) {
        JsonArray sessions = JsonArray.of(chat.sessions(exchange.head().text("sender")).stream()
                .map(summary -> described(summary).build())
                .toList());
        exchange.reply(JsonObject.with("sessions", sessions).build());
    }

    private void guests(LinkExchange exchange) {
        JsonArray sessions = JsonArray.of(chat.guests().stream()
                .map(guest -> described(guest.summary())
                        .with("sender", guest.sender())
                        .build())
                .toList());
        exchange.reply(JsonObject.with("sessions", sessions).build());
    }

    private static JsonObject.Builder described(Summary summary) {
        return JsonObject.with("session", summary.session())
                .with("updatedAt", summary.updatedAt())
                .with("preview", summary.preview())
                .with("meanwhile", word(summary.meanwhile()))
                .with("model", summary.model());
    }

    private void watch(LinkExchange exchange) throws InterruptedException {
        exchange.reply(JsonObject.EMPTY);
        chat.watch(key(exchange), exchange.head().number("after"), exchange::send);
    }

    private void image(LinkExchange exchange) {
        byte[] bytes = chat.shown(key(exchange), exchange.head().text("sha256"))
                .orElseThrow(() ->
                        ContractException.refused("unknown-image", "This conversation shows no image of that name."));
        exchange.reply(JsonObject.EMPTY);
        send(exchange, bytes);
    }

    private void file(LinkExchange exchange) {
        GivenFile file = chat.given(key(exchange), exchange.head().text("call"))
                .orElseThrow(() ->
                        ContractException.refused("unknown-file", "This conversation gave no file of that name."));
        exchange.reply(JsonObject.with("name", file.name()).build());
        send(exchange, file.bytes());
    }

    private static void send(LinkExchange exchange, byte[] bytes) {
        for (int from = 0; from < bytes.length; from += PIECE_BYTES) {
            exchange.send(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE_BYTES)));
        }
    }

    private void notice(LinkExchange exchange) {
        JsonObject head = exchange.head();
        chat.tell(
                key(exchange),
                new Transcripts.Announcement(
                        InboundMessage.requireId(head.text("id")),
                        head.text("title"),
                        new ChatFact.Notice(head.text("code"), head.text("text")),
                        head.listOr("addresses", JsonArray.EMPTY).texts(),
                        QuickReply.listFrom(head.listOr("replies", JsonArray.EMPTY))));
        exchange.reply(JsonObject.EMPTY);
    }

    private void stop(LinkExchange exchange) throws InterruptedException {
        exchange.reply(JsonObject.with("stopped", chat.stop(key(exchange))).build());
    }

    private void withdraw(LinkExchange exchange) {
        JsonObject head = exchange.head();
        boolean withdrawn = chat.withdraw(head.text("sender"), head.text("id"));
        exchange.reply(JsonObject.with("withdrawn", withdrawn).build());
    }

    private void choose(LinkExchange exchange) {
        String chosen = exchange.head().text("meanwhile");
        for (Meanwhile meanwhile : Meanwhile.values()) {
            if (word(meanwhile).equals(chosen)) {
                chat.choose(key(exchange), meanwhile);
                exchange.reply(JsonObject.EMPTY);
                return;
            }
        }
        throw ContractException.malformed("While a turn runs, messages either steer or queue.");
    }

    /// Chooses, where a model is named; says in any case what is chosen.
    private void model(LinkExchange exchange) {
        SessionKey session = key(exchange);
        if (exchange.head().has("model")) {
            String name = exchange.head().text("model");
            if (name.length() > ModelRequest.MAX_MODEL_NAME) {
                throw ContractException.malformed("No model has so long a name.");
            }
            chat.choose(session, name);
        }
        exchange.reply(JsonObject.with("model", chat.model(session)).build());
    }

    private void compact(LinkExchange exchange) {
        exchange.reply(JsonObject.with("tokens", chat.sumUp(key(exchange))).build());
    }

    private static String word(Meanwhile meanwhile) {
        return meanwhile.name().toLowerCase(Locale.ROOT);
    }

    private void state(LinkExchange exchange) {
        exchange.reply(JsonObject.with("sandbox", sandbox.shown().toJson())
                .with("model", modelState())
                .with("running", chat.running())
                .with("rowsRead", rowsRead.getAsLong())
                .build());
    }

    private JsonObject modelState() {
        try {
            return model.state();
        } catch (ContractException e) {
            return NO_MODEL;
        }
    }

    private static SessionKey key(LinkExchange exchange) {
        JsonObject head = exchange.head();
        return new SessionKey(head.text("sender"), InboundMessage.requireSession(head.text("session")));
    }
}
