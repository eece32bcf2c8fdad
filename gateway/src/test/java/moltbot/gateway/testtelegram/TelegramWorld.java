package moltbot.gateway.testtelegram;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// What Telegram keeps of a bot: updates it has not confirmed, what it sent, and what goes wrong next. It outlives the
/// stand-in that works on it.
public final class TelegramWorld {
    /// The bot's token, until it is changed.
    public static final String TOKEN = Updates.BOT + ":AAEhBOweik6ad9r_canary-QRSTUVWXYZabcdef";

    private static final long FIRST_SENT = 100_000;

    /// A request that came.
    public record Request(String method, JsonObject parameters) {}

    /// What goes wrong with one request.
    ///
    /// @param status  0 carries it out and hangs up without an answer
    /// @param body    what is answered
    /// @param done    whether it is carried out all the same
    record Fault(String method, int status, String body, boolean done) {}

    private final SortedMap<Long, JsonObject> waiting = new TreeMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<JsonObject> sent = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Stored> files = new ConcurrentHashMap<>();
    private final List<SentFile> sentFiles = new CopyOnWriteArrayList<>();
    private final SortedMap<Long, JsonObject> keyboards = new TreeMap<>();
    private final Set<String> queries = ConcurrentHashMap.newKeySet();
    private long nextUpdate = 810_000_001;
    private String token = TOKEN;
    private boolean frozen;
    private long holdMillis = Long.MAX_VALUE;

    /// Puts a message where the bot will be given it.
    public synchronized long deliver(JsonObject message) {
        return update(JsonObject.with("message", message));
    }

    /// Puts an update of another kind there.
    public synchronized long update(JsonObject.Builder content) {
        long number = nextUpdate++;
        JsonObject.Builder update = JsonObject.with("update_id", number);
        content.build().fields().forEach(update::with);
        waiting.put(number, update.build());
        notifyAll();
        return number;
    }

    /// From here on updates are counted from another number, as after a quiet week.
    public synchronized void countFrom(long number) {
        nextUpdate = number;
    }

    /// Asking for a later update confirms those before it; an offset that Telegram does not know stands for the first.
    ///
    /// @param timeoutMillis  how long to wait for the first
    synchronized List<JsonObject> updates(long offset, int limit, long timeoutMillis) throws InterruptedException {
        if (offset > 0 && offset <= nextUpdate + 10) {
            waiting.headMap(offset).clear();
        }
        long end = System.currentTimeMillis() + Math.min(timeoutMillis, holdMillis);
        while (frozen || waiting.isEmpty()) {
            long left = frozen ? 1_000 : end - System.currentTimeMillis();
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return waiting.values().stream().limit(limit).toList();
    }

    synchronized void awaitThaw() throws InterruptedException {
        while (frozen) {
            wait();
        }
    }

    /// No question waits for news longer than that, whatever it says.
    public synchronized void holdAtMost(long millis) {
        holdMillis = millis;
    }

    /// True once every update was confirmed.
    public synchronized boolean allReceived() {
        return waiting.isEmpty();
    }

    public synchronized void freeze(boolean now) {
        frozen = now;
        notifyAll();
    }

    /// The next request of that kind is refused so, and not carried out.
    public void refuse(String method, int code, String description, String parameters) {
        fault(new Fault(
                method,
                code,
                "{\"ok\":false,\"error_code\":" + code + ",\"description\":\"" + description + "\""
                        + (parameters.isEmpty() ? "" : ",\"parameters\":" + parameters) + "}",
                false));
    }

    /// The next request of that kind brings an answer that is not the Bot API's.
    public void breakNext(String method, int status, String body) {
        fault(new Fault(method, status, body, false));
    }

    /// The next request of that kind is carried out and answered by hanging up.
    public void swallow(String method) {
        fault(new Fault(method, 0, "", true));
    }

    private synchronized void fault(Fault fault) {
        faults.add(fault);
    }

    synchronized Optional<Fault> nextFault(String method) {
        Optional<Fault> found =
                faults.stream().filter(fault -> concerns(fault, method)).findFirst();
        found.ifPresent(faults::remove);
        return found;
    }

    /// What goes wrong with the next message goes wrong with the next file, too.
    private static boolean concerns(Fault fault, String method) {
        String asked = Set.of("sendDocument", "sendPhoto").contains(method) ? "sendMessage" : method;
        return fault.method().equals(method) || fault.method().equals(asked);
    }

    /// The bot's owner has @BotFather make another token.
    public synchronized void changeToken(String another) {
        token = another;
    }

    synchronized boolean knows(String path) {
        return path.startsWith("/bot" + token + "/");
    }

    private record SentFile(String chat, String name, byte[] bytes) {}

    void sentFile(String chat, String name, byte[] bytes) {
        sentFiles.add(new SentFile(chat, name, bytes));
    }

    /// The files sent to a chat, each as its name, a space and its bytes as text.
    public List<String> filesSentTo(String id) {
        return sentFiles.stream()
                .filter(file -> file.chat().equals(id))
                .map(file -> file.name() + " " + new String(file.bytes(), StandardCharsets.UTF_8))
                .toList();
    }

    /// A file that is kept.
    record Stored(String path, byte[] bytes) {}

    /// Keeps a file, as for whoever sent it.
    public void keep(String id, String path, byte[] bytes) {
        files.put(id, new Stored(path, bytes));
    }

    Optional<Stored> file(String id) {
        return Optional.ofNullable(files.get(id));
    }

    /// What lies at `/file/bot<token>/<path>`.
    synchronized Optional<Stored> at(String path) {
        String before = "/file/bot" + token + "/";
        return path.startsWith(before)
                ? files.values().stream()
                        .filter(file -> file.path().equals(path.substring(before.length())))
                        .findFirst()
                : Optional.empty();
    }

    void came(Request request) {
        requests.add(request);
    }

    /// Everything that was asked, in order.
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /// Takes a message, and says which number it has from then on.
    synchronized long sent(JsonObject parameters) {
        sent.add(parameters);
        long number = FIRST_SENT + sent.size();
        if (parameters.has("reply_markup")) {
            keyboards.put(number, parameters);
        }
        return number;
    }

    synchronized boolean changeMarkup(JsonObject parameters) {
        boolean known = parameters.number("message_id") <= FIRST_SENT + sent.size();
        if (known && !parameters.has("reply_markup")) {
            keyboards.remove(parameters.number("message_id"));
        }
        return known;
    }

    /// @param parameters  empty where it is deleted
    synchronized boolean change(long number, JsonObject parameters) {
        int index = (int) (number - FIRST_SENT - 1);
        boolean there = index >= 0 && index < sent.size() && sent.get(index).has("text");
        if (there) {
            sent.set(index, parameters);
        }
        return there;
    }

    synchronized String says(long number) {
        int index = (int) (number - FIRST_SENT - 1);
        return index >= 0 && index < sent.size() ? sent.get(index).textOr("text", "") : "";
    }

    boolean answered(String query) {
        return queries.remove(query);
    }

    /// Whether a message in a chat has buttons.
    public synchronized boolean offers(String chat) {
        return keyboards.values().stream()
                .anyMatch(one -> Long.toString(one.number("chat_id")).equals(chat));
    }

    /// Somebody taps a button of the latest message that has one of that label.
    public synchronized void tap(String person, String name, String id, String label) {
        Map.Entry<Long, JsonObject> message = keyboards.entrySet().stream()
                .filter(one -> Long.toString(one.getValue().number("chat_id")).equals(person))
                .reduce((_, later) -> later)
                .orElseThrow();
        String data = message.getValue().object("reply_markup").list("inline_keyboard").values().stream()
                .flatMap(row -> ((JsonArray) row).objects().stream())
                .filter(button -> button.text("text").equals(label))
                .map(button -> button.text("callback_data"))
                .findFirst()
                .orElseThrow();
        queries.add(id);
        update(JsonObject.with("callback_query", Updates.tap(person, name, id, message.getKey(), data)));
    }

    /// The parameters of every message that Telegram took, as it is now, in order.
    public List<JsonObject> sent() {
        return sent.stream().filter(one -> one.has("text")).toList();
    }

    /// The texts sent to a person, a group, or a group's topic (`group/topic`).
    public List<String> sentTo(String id) {
        return sent().stream()
                .filter(one -> {
                    String chat = Long.toString(one.number("chat_id"));
                    long topic = one.numberOr("message_thread_id", 0);
                    return id.equals(topic == 0 ? chat : chat + "/" + topic);
                })
                .map(one -> one.text("text"))
                .toList();
    }
}
