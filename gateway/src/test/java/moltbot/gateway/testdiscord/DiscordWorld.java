package moltbot.gateway.testdiscord;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// What Discord keeps of a bot: its sessions, what was written in channels, what the bot sent, and what goes wrong
/// next.
/// It outlives the stand-in that works on it.
public final class DiscordWorld {
    /// The bot's token, until it is changed.
    public static final String TOKEN = "NDcxMQ.GcAnAr.canary-QRSTUVWXYZabcdefghijklmnop_0123";

    /// Intents, as bits.
    static final int GUILD_MESSAGES = 1 << 9;

    static final int DIRECT_MESSAGES = 1 << 12;

    /// A request that came.
    public record Request(String method, String path, JsonObject body) {}

    /// A message that Discord took.
    ///
    /// @param request  as the bot made it
    public record Sent(String channel, String id, JsonObject request) {}

    /// What goes wrong with one request.
    ///
    /// @param route   how the method and the path end, such as `POST messages`
    /// @param status  0 carries it out and hangs up without an answer
    record Fault(String route, int status, String body, Map<String, String> headers, boolean done) {}

    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Map<String, List<JsonObject>> history = new HashMap<>();
    private final Map<String, JsonObject> channels = new HashMap<>();
    private final List<Map.Entry<String, JsonObject>> waiting = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final Map<String, Sent> nonces = new HashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<JsonObject> said = new CopyOnWriteArrayList<>();
    private final DiscordFiles files = new DiscordFiles();
    private final DiscordTaps taps = new DiscordTaps(this);
    private String token = TOKEN;
    private boolean frozen;
    private long interval = 100;
    private int starts = 1_000;
    private int helloClose;
    /// Ids go by time, everybody's among each other: the bot's next is behind all that was written so far.
    private long latest = 1_400_000_000_000_000_000L;

    /// The channel in which somebody and the bot talk.
    public static String talk(String person) {
        return "70" + person;
    }

    /// There is a channel in a server.
    public synchronized void channel(String id, String name) {
        channels.put(
                id,
                JsonObject.with("id", id)
                        .with("type", 0)
                        .with("guild_id", Events.GUILD)
                        .with("name", name)
                        .with("parent_id", "900200")
                        .build());
    }

    /// There is a thread in one.
    public synchronized void thread(String id, String parent, String name) {
        channels.put(
                id,
                JsonObject.with("id", id)
                        .with("type", 11)
                        .with("guild_id", Events.GUILD)
                        .with("parent_id", parent)
                        .with("name", name)
                        .build());
    }

    /// Somebody and the bot talk.
    public synchronized void talk(String person, String name) {
        channels.put(talk(person), Events.talk(person, name));
    }

    synchronized Optional<JsonObject> channel(String id) {
        return Optional.ofNullable(channels.get(id));
    }

    /// Somebody wrote in a talk of two, or, where the message says so, in a server.
    public synchronized void write(JsonObject message) {
        history.computeIfAbsent(message.text("channel_id"), _ -> new ArrayList<>())
                .add(message);
        latest = Math.max(latest, Events.number(message));
        int type = (int) channel(message.text("channel_id"))
                .orElse(JsonObject.EMPTY)
                .numberOr("type", message.has("guild_id") ? 0 : 1);
        happen("MESSAGE_CREATE", message.toBuilder().with("channel_type", type).build());
    }

    /// The same in a server's channel.
    public void writeInServer(JsonObject.Builder message) {
        write(message.with("guild_id", Events.GUILD)
                .with(
                        "member",
                        JsonObject.with("roles", JsonArray.EMPTY)
                                .with("joined_at", "2020-01-01T00:00:00.000000+00:00")
                                .with("deaf", false)
                                .with("mute", false)
                                .build())
                .build());
    }

    /// Messages are deleted, by whom is not said: they are in no list any more.
    public synchronized void delete(String channel, String... ids) {
        List<String> all = List.of(ids);
        history.getOrDefault(channel, new ArrayList<>()).removeIf(one -> all.contains(one.text("id")));
        boolean server = channel(channel).orElse(JsonObject.EMPTY).has("guild_id");
        Events.deleted(channel, all, server).forEach((type, data) -> happen(type, data));
    }

    /// What was tapped and chosen.
    public DiscordTaps taps() {
        return taps;
    }

    /// Something happens; where the bot has no session yet, when it has one.
    public synchronized void happen(String type, JsonObject data) {
        if (sessions.isEmpty()) {
            waiting.add(Map.entry(type, data));
        }
        sessions.values().forEach(session -> happen(session, type, data));
    }

    private static void happen(Session session, String type, JsonObject data) {
        boolean server = data.has("guild_id");
        boolean message = type.startsWith("MESSAGE_");
        int needed = server ? GUILD_MESSAGES : DIRECT_MESSAGES;
        if (message && (session.intents & needed) == 0) {
            return;
        }
        Happened one =
                new Happened(session.happened.size() + 1L, type, message ? Shown.of(data, session.intents) : data);
        session.happened.add(one);
        if (session.live != null) {
            session.live.tell(one);
        }
    }

    /// What was written in a channel after a message, as a list says it: at most so many, the latest first.
    synchronized List<JsonObject> after(String channel, String id, int most) {
        List<JsonObject> found = history.getOrDefault(channel, List.of()).stream()
                .filter(message ->
                        Long.compareUnsigned(Long.parseUnsignedLong(message.text("id")), Long.parseUnsignedLong(id))
                                > 0)
                .sorted((one, other) ->
                        Long.compareUnsigned(Long.parseLong(one.text("id")), Long.parseLong(other.text("id"))))
                .limit(most)
                .map(message -> Shown.of(message, 0))
                .map(Shown::listed)
                .toList();
        return found.reversed();
    }

    synchronized Session begin(int intents, String resumeUrl) {
        starts--;
        Session session = new Session("5e55" + sessions.size(), intents);
        happen(
                session,
                "READY",
                JsonObject.with("v", 10)
                        .with("user", Events.bot())
                        .with("guilds", JsonArray.EMPTY)
                        .with("session_id", session.id)
                        .with("resume_gateway_url", resumeUrl)
                        .with(
                                "shard",
                                JsonArray.of(List.of(
                                        moltbot.contract.json.JsonValue.of(0), moltbot.contract.json.JsonValue.of(1))))
                        .with(
                                "application",
                                JsonObject.with("id", Events.BOT)
                                        .with("flags", 0)
                                        .build())
                        .build());
        sessions.put(session.id, session);
        waiting.forEach(one -> happen(session, one.getKey(), one.getValue()));
        waiting.clear();
        return session;
    }

    synchronized Optional<Session> session(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    /// Tells a connection all from that event on, and then what happens.
    synchronized void attach(Session session, long after, GatewayEnd live) {
        session.happened.stream().filter(one -> one.seq() > after).toList().forEach(live::tell);
        session.live = live;
    }

    synchronized void resumed(Session session) {
        happen(session, "RESUMED", JsonObject.EMPTY);
    }

    synchronized void detach(Session session, GatewayEnd live) {
        if (live.equals(session.live)) {
            session.live = null;
        }
    }

    synchronized void acknowledged(Session session, long seq) {
        session.acknowledged = Math.max(session.acknowledged, seq);
    }

    /// Discord keeps no session any more.
    public synchronized void forgetSessions() {
        sessions.clear();
        // What happens from here on is in the history only, until there is a session.
        sessions.put("gone", new Session("gone", 0));
    }

    /// True once the bot said of everything that it is done with it.
    public synchronized boolean allReceived() {
        return waiting.isEmpty()
                && sessions.values().stream()
                        .allMatch(session -> session.intents == 0 || session.acknowledged >= session.happened.size());
    }

    /// Discord is there, and says nothing.
    public synchronized void freeze(boolean now) {
        frozen = now;
        notifyAll();
    }

    synchronized boolean isFrozen() {
        return frozen;
    }

    synchronized void awaitThaw() throws InterruptedException {
        while (frozen) {
            wait();
        }
    }

    /// How often the bot must say that it is there.
    public synchronized void beatEvery(long millis) {
        interval = millis;
    }

    synchronized long interval() {
        return interval;
    }

    /// How often the bot may begin a session.
    public synchronized void startsLeft(int left) {
        starts = left;
    }

    synchronized int starts() {
        return starts;
    }

    /// Whoever identifies or comes back is sent away with that code; 0 for nobody.
    public synchronized void sendAway(int code) {
        helloClose = code;
    }

    synchronized int sentAway() {
        return helloClose;
    }

    /// The next request of that kind is refused so, and not carried out.
    public synchronized void refuse(String route, int status, String body) {
        faults.add(new Fault(route, status, body, Map.of(), false));
    }

    public synchronized void refuse(String route, int status, String body, Map<String, String> headers) {
        faults.add(new Fault(route, status, body, headers, false));
    }

    /// The next request of that kind is carried out and answered by hanging up.
    public synchronized void swallow(String route) {
        faults.add(new Fault(route, 0, "", Map.of(), true));
    }

    /// The next request of that kind is carried out and answered with these headers, too.
    public synchronized void tell(String route, Map<String, String> headers) {
        faults.add(new Fault(route, 200, "", headers, true));
    }

    synchronized Optional<Fault> nextFault(String method, String path) {
        Optional<Fault> found = faults.stream()
                .filter(fault -> {
                    String[] parts = fault.route().split(" ", 2);
                    return parts[0].equals(method) && path.endsWith(parts[1]);
                })
                .findFirst();
        found.ifPresent(faults::remove);
        return found;
    }

    /// The bot's owner resets its token.
    public synchronized void changeToken(String another) {
        token = another;
    }

    synchronized boolean knows(String given) {
        return given.equals(token);
    }

    void came(Request request) {
        requests.add(request);
    }

    /// Everything that was asked, in order.
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    void said(JsonObject frame) {
        said.add(frame);
    }

    /// Everything that was said to the Gateway, in order.
    public List<JsonObject> said() {
        return List.copyOf(said);
    }

    /// A message is made; of two with one nonce one.
    synchronized JsonObject make(String channel, JsonObject request) {
        String nonce = request.textOr("nonce", "");
        boolean once = request.flagOr("enforce_nonce", false) && !nonce.isEmpty();
        Sent made = once ? nonces.get(channel + "/" + nonce) : null;
        if (made == null) {
            made = new Sent(channel, Long.toString(++latest), request);
            sent.add(made);
            nonces.put(channel + "/" + nonce, made);
            tellOfOwn(made, nonce);
        }
        return own(made, nonce);
    }

    /// The bot is told of all that is said in its talks, also by itself.
    private void tellOfOwn(Sent made, String nonce) {
        if (!channel(made.channel()).orElse(JsonObject.EMPTY).has("guild_id")) {
            write(own(made, nonce));
        }
    }

    private static JsonObject own(Sent made, String nonce) {
        String text = made.request().textOr("content", "");
        return Events.message(made.channel(), Events.BOT, Events.USERNAME, made.id(), text)
                .with("author", Events.bot())
                .with("nonce", nonce)
                .build();
    }

    /// @param request  empty where it is deleted
    synchronized boolean change(String channel, String id, JsonObject request) {
        Predicate<Sent> it = one -> one.channel().equals(channel) && one.id().equals(id);
        if (request.equals(JsonObject.EMPTY)) {
            return sent.removeIf(it);
        }
        boolean there = sent.stream().anyMatch(it);
        sent.replaceAll(one -> it.test(one) ? new Sent(channel, id, request) : one);
        return there;
    }

    public DiscordFiles files() {
        return files;
    }

    /// Every message that Discord took, in order.
    public List<Sent> sent() {
        return List.copyOf(sent);
    }

    /// The texts sent to a channel, as they are written.
    public List<String> writtenTo(String channel) {
        return sent.stream()
                .filter(one -> one.channel().equals(channel))
                .map(one -> one.request().text("content"))
                .toList();
    }

    /// The texts sent to a channel, as they are shown where nothing has a style.
    public List<String> sentTo(String channel) {
        return writtenTo(channel).stream()
                .map(text -> text.replaceAll("\\\\([^A-Za-z0-9\\s])", "$1"))
                .toList();
    }
}
