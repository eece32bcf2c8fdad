package moltbot.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.chat.SentFile;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkRoutes;

/// A runtime that keeps conversations in memory and says what it is told to say, in the runtime's own wire format.
public final class StandInRuntime {
    private static final JsonObject GONE = JsonObject.EMPTY;

    /// What a turn does, given the message.
    @FunctionalInterface
    public interface Script {
        void run(InboundMessage message, String turn) throws InterruptedException;
    }

    private final Map<String, List<ChatEvent>> kept = new HashMap<>();
    private final Map<String, List<BlockingQueue<JsonObject>>> watchers = new HashMap<>();
    private final List<InboundMessage> taken = new CopyOnWriteArrayList<>();
    private final List<JsonObject> notices = new CopyOnWriteArrayList<>();
    private volatile Script script = (message, turn) -> {};

    public void script(Script next) {
        script = next;
    }

    /// Every message that was taken, once each.
    public List<InboundMessage> taken() {
        return taken;
    }

    LinkRoutes addTo(LinkRoutes routes) {
        return routes.on("control", "chat.submit", this::submit)
                .on(
                        "control",
                        "runtime.state",
                        exchange -> exchange.reply(
                                JsonObject.parse(
                                        "{\"running\":0,\"sandbox\":{\"permitted\":true,\"available\":true},\"model\":{\"model\":\"scripted\"}}")))
                .on("control", "chat.watch", this::watch)
                .on("control", "chat.sessions", this::sessions)
                .on("control", "chat.image", this::image)
                .on("control", "chat.file", this::file)
                .on("control", "chat.notice", this::notice)
                .on("control", "chat.stop", this::stop)
                .on("control", "chat.withdraw", exchange -> {
                    asked(exchange);
                    exchange.reply(JsonObject.with("withdrawn", true).build());
                })
                .on("control", "chat.choose", exchange -> exchange.reply(JsonObject.EMPTY))
                .on("control", "chat.model", this::chosen)
                .on("control", "chat.compact", exchange -> {
                    asked(exchange);
                    exchange.reply(JsonObject.with("tokens", 12_345).build());
                })
                .on("control", "schedule.list", exchange -> {
                    exchange.reply(JsonObject.EMPTY);
                    schedules.forEach(exchange::send);
                })
                .on("control", "schedule.pause", this::remembered)
                .on("control", "schedule.resume", this::remembered)
                .on("control", "schedule.delete", this::remembered)
                .on(
                        "control",
                        "outbox.list",
                        exchange -> exchange.reply(JsonObject.with("sent", 3)
                                .with("letters", JsonArray.of(letters))
                                .build()))
                .on("control", "outbox.resend", this::remembered)
                .on("control", "outbox.drop", this::remembered)
                .on("control", "memory.list", this::memories)
                .on("control", "memory.save", this::remembered)
                .on("control", "memory.approve", this::remembered)
                .on("control", "memory.forget", this::remembered);
    }

    /// What it remembers, as the runtime tells it.
    public final List<JsonObject> memories = new CopyOnWriteArrayList<>();

    /// What it was asked to do with a memory.
    public final List<JsonObject> asked = new CopyOnWriteArrayList<>();

    private void memories(LinkExchange exchange) {
        exchange.reply(JsonObject.EMPTY);
        memories.forEach(exchange::send);
    }

    /// What is to be done later, and what is to be delivered, as the runtime tells it.
    public final List<JsonObject> schedules = new CopyOnWriteArrayList<>();

    public final List<JsonObject> letters = new CopyOnWriteArrayList<>();

    private void remembered(LinkExchange exchange) {
        if (exchange.head().numberOr("id", 1) == 404) {
            throw moltbot.contract.ContractException.refused("unknown-memory", "There is no memory of that number.");
        }
        asked(exchange);
        exchange.reply(JsonObject.with("state", "active").build());
    }

    private void asked(LinkExchange exchange) {
        asked.add(exchange.head().toBuilder()
                .with("operation", exchange.operation())
                .build());
    }

    private final Map<String, String> models = new ConcurrentHashMap<>();

    private void chosen(LinkExchange exchange) {
        String session = exchange.head().text("session");
        if (exchange.head().has("model")) {
            asked(exchange);
            models.put(session, exchange.head().text("model"));
        }
        exchange.reply(
                JsonObject.with("model", models.getOrDefault(session, "")).build());
    }

    /// The bytes that came with messages, one after the other, by the messages' ids.
    public final Map<String, byte[]> parcels = new ConcurrentHashMap<>();

    private void submit(LinkExchange exchange) throws InterruptedException {
        InboundMessage message = InboundMessage.fromJson(exchange.head());
        if (!over.isEmpty() && message.text().equals(over)) {
            throw moltbot.contract.ContractException.refused("question-over", "That question is over.");
        }
        parcels.put(message.id(), exchange.readBody(SentFile.MAX_BYTES));
        List<ChatFact.Received> files = message.files().stream()
                .map(file -> new ChatFact.Received("received/" + file.name(), file.size(), ""))
                .toList();
        boolean duplicate = taken.contains(message);
        String turn = "t-" + message.id();
        if (!duplicate) {
            taken.add(message);
            add(
                    message.session(),
                    turn,
                    new ChatFact.UserMessage(message.id(), message.channel(), message.text(), files));
            Thread.ofVirtual().start(() -> run(message, turn));
        }
        exchange.reply(JsonObject.with("turn", turn)
                .with("seq", 1)
                .with("duplicate", duplicate)
                .build());
    }

    /// What a tap at a question says that is over.
    public volatile String over = "";

    /// What it gives for any image's name, whatever it is.
    public volatile byte[] image = new byte[0];

    private void image(LinkExchange exchange) {
        if (image.length == 0) {
            throw moltbot.contract.ContractException.refused("unknown-image", "There is no such image.");
        }
        exchange.reply(JsonObject.EMPTY);
        exchange.send(image);
    }

    /// The file it gives for any call.
    public volatile byte[] given = new byte[0];

    private void file(LinkExchange exchange) {
        if (given.length == 0) {
            throw moltbot.contract.ContractException.refused("unknown-file", "There is no such file.");
        }
        exchange.reply(JsonObject.with("name", "../Bericht \"ä\".html").build());
        exchange.send(given);
        exchange.send(given);
    }

    private void notice(LinkExchange exchange) {
        notices.add(exchange.head());
        exchange.reply(JsonObject.EMPTY);
    }

    /// What the guard said, as it was asked for.
    public List<JsonObject> notices() {
        return notices;
    }

    private void run(InboundMessage message, String turn) {
        try {
            script.run(message, turn);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop(LinkExchange exchange) {
        String session = exchange.head().text("session");
        List<ChatEvent> events = kept.getOrDefault(session, List.of());
        if (!events.isEmpty()) {
            add(session, events.getLast().turn(), new ChatFact.TurnFinished("stopped"));
        }
        exchange.reply(JsonObject.with("stopped", !events.isEmpty()).build());
    }

    /// Something happened; drafts are shown and not kept.
    public synchronized void add(String session, String turn, ChatFact fact) {
        List<ChatEvent> events = kept.computeIfAbsent(session, _ -> new ArrayList<>());
        long seq = fact instanceof ChatFact.Draft ? 0 : events.size() + 1;
        ChatEvent event = new ChatEvent(seq, turn, Instant.now(), fact);
        if (seq > 0) {
            events.add(event);
        }
        watchers.getOrDefault(session, List.of()).forEach(watcher -> watcher.add(event.toJson()));
    }

    public synchronized int watching(String session) {
        return watchers.getOrDefault(session, List.of()).size();
    }

    private void watch(LinkExchange exchange) throws InterruptedException {
        String session = exchange.head().text("session");
        BlockingQueue<JsonObject> mine = begin(session, exchange.head().number("after"));
        exchange.reply(JsonObject.EMPTY);
        try {
            JsonObject next = mine.take();
            while (!next.equals(GONE)) {
                exchange.send(next);
                next = mine.take();
            }
        } finally {
            end(session, mine);
        }
    }

    private synchronized BlockingQueue<JsonObject> begin(String session, long after) {
        BlockingQueue<JsonObject> mine = new LinkedBlockingQueue<>();
        List<ChatEvent> events = kept.getOrDefault(session, List.of());
        for (ChatEvent event : events) {
            if (event.seq() > after) {
                mine.add(event.toJson());
            }
        }
        mine.add(JsonObject.with("type", "ready").with("seq", events.size()).build());
        watchers.computeIfAbsent(session, _ -> new ArrayList<>()).add(mine);
        return mine;
    }

    /// Ends every watch, as where its process ends.
    public synchronized void hangUp() {
        watchers.values().forEach(all -> all.forEach(watcher -> watcher.add(GONE)));
    }

    private synchronized void end(String session, BlockingQueue<JsonObject> mine) {
        watchers.getOrDefault(session, new ArrayList<>()).remove(mine);
    }

    private synchronized void sessions(LinkExchange exchange) {
        List<JsonObject> all = new ArrayList<>();
        kept.forEach((session, events) -> all.addFirst(JsonObject.with("session", session)
                .with("updatedAt", events.getLast().at().toEpochMilli())
                .with("preview", preview(events))
                .with("model", models.getOrDefault(session, ""))
                .build()));
        exchange.reply(JsonObject.with("sessions", JsonArray.of(all)).build());
    }

    private static String preview(List<ChatEvent> events) {
        return events.stream()
                .filter(event -> event.fact() instanceof ChatFact.UserMessage)
                .map(event -> ((ChatFact.UserMessage) event.fact()).text())
                .findFirst()
                .orElse("");
    }
}
