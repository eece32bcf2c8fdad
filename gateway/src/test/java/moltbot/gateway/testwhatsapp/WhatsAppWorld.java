package moltbot.gateway.testwhatsapp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// What WhatsApp knows of a number: what it has to tell the house, what the house sent, and what goes wrong next. It
/// outlives the stand-in that works on it.
public final class WhatsAppWorld implements AutoCloseable {
    /// The token, until it is changed.
    public static final String TOKEN =
            "EAAGm0PX4ZCpsBAKcanary" + "ZBwUHS4Y7FDtQxRUPy1PHZClDGZBZCgWdrTisgMjpFKiZAi1FBBQNO2IqZB";

    /// How the house is called.
    @FunctionalInterface
    public interface House {
        /// Calls it, and says whether it need not be called with that again.
        boolean call(byte[] webhook) throws Exception;
    }

    /// What goes wrong with one message.
    ///
    /// @param status  of the answer; 0 takes it and hangs up
    /// @param code    of the error
    /// @param seconds  to stay away; 0 says nothing of it
    record Fault(int status, int code, long seconds) {}

    private record Stored(String name, byte[] bytes) {}

    private volatile String latest = "";
    private final Calling messages = new Calling("whatsapp-messages", this::isFrozen);
    private final Calling statuses = new Calling("whatsapp-statuses", this::isFrozen);
    private final List<Fault> faults = new ArrayList<>();
    private final List<JsonObject> sent = new CopyOnWriteArrayList<>();
    private final List<JsonObject> seen = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Stored> files = new ConcurrentHashMap<>();
    private final Map<String, Integer> undelivered = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile String token = TOKEN;
    private volatile boolean frozen;
    private volatile boolean silent;
    private volatile String filesAt = "";

    /// From here on that house is called.
    public void call(House house) {
        messages.of(house);
        statuses.of(house);
    }

    /// Calls the house with that, after what was before.
    public void tell(JsonObject webhook) {
        messages.call(webhook);
    }

    /// True once the house has everything.
    public boolean allReceived() {
        return messages.isEmpty() && statuses.isEmpty();
    }

    private boolean isFrozen() {
        return frozen;
    }

    public synchronized void freeze(boolean now) {
        frozen = now;
        notifyAll();
    }

    synchronized void awaitThaw() throws InterruptedException {
        while (frozen) {
            wait();
        }
    }

    /// Nothing is told any more of what became of messages.
    public void tellNoStatuses() {
        silent = true;
    }

    /// What is sent to that person is taken and fails afterwards; 0 ends that.
    public void failFor(String person, int code) {
        undelivered.put(person, code);
    }

    /// The token is revoked; another one is good.
    public void changeToken(String another) {
        token = another;
    }

    boolean knows(String given) {
        return given.equals("Bearer " + token);
    }

    /// The next message is refused so.
    public synchronized void refuse(int status, int code, long seconds) {
        faults.add(new Fault(status, code, seconds));
    }

    /// The next message is taken and answered by hanging up.
    public synchronized void swallow() {
        faults.add(new Fault(0, 0, 0));
    }

    synchronized Optional<Fault> nextFault() {
        return faults.isEmpty() ? Optional.empty() : Optional.of(faults.removeFirst());
    }

    /// Files are said to be at another server.
    public void moveFiles(String url) {
        filesAt = url;
    }

    String filesAt(String usual) {
        return filesAt.isEmpty() ? usual : filesAt;
    }

    /// Keeps a file, as for whoever sent it.
    public void keep(String id, byte[] bytes) {
        files.put(id, new Stored("", bytes));
    }

    /// Takes a file, and says its id.
    String bring(String name, byte[] bytes) {
        String id = "10375432915" + (1_000 + count.incrementAndGet());
        files.put(id, new Stored(name, bytes));
        return id;
    }

    Optional<byte[]> file(String id) {
        return Optional.ofNullable(files.get(id)).map(Stored::bytes);
    }

    void came(String request) {
        requests.add(request);
    }

    /// Every path that was asked for, in order.
    public List<String> requests() {
        return List.copyOf(requests);
    }

    void seen(JsonObject request) {
        seen.add(request);
    }

    /// What was said to be read, in order.
    public List<JsonObject> seen() {
        return List.copyOf(seen);
    }

    /// Takes a message, and tells soon what became of it.
    ///
    /// @return its id
    String sent(JsonObject message) {
        String wamid = "wamid.HBgLOUT" + count.incrementAndGet() + "==";
        sent.add(message);
        latest = wamid;
        String person = recipient(message);
        int error = undelivered.getOrDefault(person, 0);
        if (!silent && error == 0) {
            statuses.call(Webhooks.status(wamid, "sent", person, 0));
            statuses.call(Webhooks.status(wamid, "delivered", person, 0));
        } else if (!silent) {
            statuses.call(Webhooks.status(wamid, "failed", person, error));
        }
        return wamid;
    }

    /// The latest message, which was taken, is told not to have come.
    public void fail(String person, int code) {
        statuses.call(Webhooks.status(latest, "failed", person, code));
    }

    /// When the message was written that a text was sent as the answer to; -1 where there is none.
    public long answered(String person, String text) {
        JsonObject message = to(person, Set.of("text")).stream()
                .filter(one -> one.object("text").text("body").equals(text))
                .findFirst()
                .orElseThrow();
        return Webhooks.time(message.objectOr("context", JsonObject.EMPTY).textOr("message_id", ""));
    }

    static String recipient(JsonObject message) {
        return message.textOr("to", message.textOr("recipient", ""));
    }

    /// Every message that was taken, in order.
    public List<JsonObject> sent() {
        return List.copyOf(sent);
    }

    /// The texts a person got.
    public List<String> sentTo(String person) {
        return to(person, Set.of("text", "interactive")).stream()
                .map(message -> message.has("text")
                        ? message.object("text").text("body")
                        : message.object("interactive").object("body").text("text"))
                .toList();
    }

    /// Somebody taps a button of the latest message to them that has any: what their tap brings.
    public JsonObject tap(String person, long time, String label) {
        JsonObject button = to(person, Set.of("interactive"))
                .getLast()
                .object("interactive")
                .object("action")
                .list("buttons")
                .objects()
                .stream()
                .map(one -> one.object("reply"))
                .filter(reply -> reply.text("title").equals(label))
                .findFirst()
                .orElseThrow();
        return Webhooks.from(person, time)
                .with("context", Webhooks.context("id", JsonValue.of(latest)))
                .with("type", "interactive")
                .with(
                        "interactive",
                        JsonObject.with("type", "button_reply")
                                .with("button_reply", button)
                                .build())
                .build();
    }

    /// The files a person got, each as its name, a space and its bytes as text.
    public List<String> filesSentTo(String person) {
        return to(person, Set.of("image", "document")).stream()
                .map(message -> message.object(message.text("type")))
                .map(file -> {
                    Stored stored = Objects.requireNonNull(files.get(file.text("id")));
                    return file.textOr("filename", stored.name()) + " "
                            + new String(stored.bytes(), StandardCharsets.UTF_8);
                })
                .toList();
    }

    private List<JsonObject> to(String person, Set<String> types) {
        return sent.stream()
                .filter(message -> recipient(message).equals(person))
                .filter(message -> types.contains(message.text("type")))
                .filter(message -> undelivered.getOrDefault(person, 0) == 0)
                .toList();
    }

    @Override
    public void close() {
        messages.close();
        statuses.close();
    }
}
