package moltbot.gateway.testslack;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testweb.Answer;

/// What Slack keeps of an app: what was written in channels, what was told and not acknowledged, what the bot sent, and
/// what goes wrong next. It outlives the stand-in that works on it.
public final class SlackWorld {
    /// The bot's token and the app's, until they are changed.
    public static final String BOT_TOKEN = "xoxb-1111111111-2222222222-canaryCANARYcanaryCANARY";

    public static final String APP_TOKEN = "xapp-1-A0APP0001-3333333333-canarycanarycanarycanary0123456789";

    /// Slack tells what is not acknowledged so often in all, and then not again.
    private static final int MOST_TOLD = 4;

    /// A request that came.
    public record Request(String method, String path, String body) {}

    /// A message that Slack took.
    ///
    /// @param request  as the bot made it
    public record Sent(String channel, String number, JsonObject request) {}

    /// What goes wrong with one request.
    ///
    /// @param method  of the Web API
    /// @param done    whether it is carried out, and hung up without an answer
    private record Fault(String method, Answer answer, boolean done) {}

    private final List<SocketEnd> live = new CopyOnWriteArrayList<>();
    private final List<Envelope> pending = new ArrayList<>();
    private final Map<String, List<JsonObject>> history = new HashMap<>();
    private final SlackFiles files = new SlackFiles();
    private final Set<String> tickets = new HashSet<>();
    private final Set<String> forgiven = new HashSet<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final SlackReactions reactions = new SlackReactions();
    private final Set<String> foreign = new HashSet<>();
    private final List<String> whispers = new CopyOnWriteArrayList<>();
    private String botToken = BOT_TOKEN;
    private String appToken = APP_TOKEN;
    private boolean frozen;
    private boolean forgetful;
    private int others;
    private int counter;

    /// Somebody wrote: it is in the channel's history, and the app is told.
    public synchronized void write(JsonObject message) {
        String thread = message.textOr("thread_ts", "");
        boolean inThread = !thread.isEmpty() && !thread.equals(message.text("ts"));
        String place = message.text("channel") + (inThread ? "/" + thread : "");
        history.computeIfAbsent(place, _ -> new ArrayList<>()).add(message);
        happen(message);
    }

    /// Somebody wrote in a channel and named the bot: the app is told as its manifest in the documents asks for.
    public synchronized void writeNaming(JsonObject.Builder mention) {
        JsonObject told = mention.build();
        Map<String, moltbot.contract.json.JsonValue> fields = new LinkedHashMap<>(told.fields());
        fields.remove("channel_type");
        String thread = told.textOr("thread_ts", "");
        String place = told.text("channel") + (thread.isEmpty() ? "" : "/" + thread);
        history.computeIfAbsent(place, _ -> new ArrayList<>())
                .add(told.toBuilder().with("type", "message").build());
        happen(new JsonObject(fields));
    }

    /// What somebody wrote in a channel then.
    public synchronized JsonObject written(String channel, String number) {
        return history(channel).stream()
                .filter(message -> message.text("ts").equals(number))
                .findFirst()
                .orElseThrow();
    }

    /// A message is deleted: it is in no history any more, and the app is told.
    public synchronized void delete(JsonObject message, long time) {
        history.values().forEach(place -> place.remove(message));
        happen(SlackEvents.deleted(message, time));
    }

    public SlackFiles files() {
        return files;
    }

    /// What the bot put to messages.
    public SlackReactions reactions() {
        return reactions;
    }

    /// The bot is in that channel no more, or never was.
    public synchronized void leave(String channel) {
        foreign.add(channel);
    }

    synchronized boolean isIn(String channel) {
        return !foreign.contains(channel);
    }

    /// Something happens of which the app is told, now or when it is there.
    public void happen(JsonObject event) {
        tell(SlackEvents.payload(event, counter));
    }

    /// The same with whatever is around the event.
    public synchronized void tell(JsonObject payload) {
        counter++;
        if (forgetful) {
            return;
        }
        Envelope envelope = new Envelope(payload);
        pending.add(envelope);
        if (!live.isEmpty()) {
            tell(envelope, live.get(counter % live.size()));
        }
    }

    private static void tell(Envelope envelope, SocketEnd to) {
        envelope.told++;
        envelope.id = UUID.randomUUID().toString();
        envelope.at = to;
        to.say(envelope.frame().toString());
    }

    /// What was not acknowledged is told again, as after a while.
    public synchronized void tellAgain() {
        if (!live.isEmpty()) {
            pending.removeIf(one -> one.told >= MOST_TOLD);
            List.copyOf(pending).forEach(one -> tell(one, live.getLast()));
        }
    }

    synchronized void attach(SocketEnd end) {
        live.add(end);
        pending.removeIf(one -> one.told >= MOST_TOLD);
        pending.stream()
                .filter(one -> one.at == null || !live.contains(one.at))
                .toList()
                .forEach(one -> tell(one, end));
    }

    synchronized void detach(SocketEnd end) {
        live.remove(end);
    }

    synchronized void acknowledged(JsonObject frame) {
        String id = frame.text("envelope_id");
        acknowledged.add(id);
        String whisper = frame.objectOr("payload", JsonObject.EMPTY).textOr("text", "");
        if (!whisper.isEmpty()) {
            whispers.add(whisper);
        }
        pending.removeIf(one -> id.equals(one.id));
    }

    /// What those who used a command were shown with its acknowledgement, in order.
    public List<String> whispers() {
        return List.copyOf(whispers);
    }

    /// Every acknowledgement that came, in order.
    public List<String> acknowledgements() {
        return List.copyOf(acknowledged);
    }

    /// Of what happens from now on the app is told nothing, as after Slack gave up; it is in the history.
    public synchronized void tellNothing(boolean now) {
        forgetful = now;
        if (now) {
            pending.clear();
        }
    }

    /// Whether the app acknowledged that payload.
    public synchronized boolean isReceived(JsonObject payload) {
        return pending.stream().noneMatch(one -> one.payload.equals(payload));
    }

    /// True once the app acknowledged everything.
    public synchronized boolean allReceived() {
        return pending.isEmpty();
    }

    /// Connections now, with those of other programs.
    public int connections() {
        return live.size() + others;
    }

    /// Other programs have so many connections with the same token.
    public void others(int count) {
        others = count;
    }

    /// Says something on every connection.
    public void say(String frame) {
        live.forEach(end -> end.say(frame));
    }

    /// Slack will end every connection that is there, and says why.
    public void announceEnd(String reason) {
        say("{\"type\":\"disconnect\",\"reason\":\"" + reason + "\",\"debug_info\":{\"host\":\"applink-1\"}}");
    }

    /// Ends the oldest connection.
    public void endOldest() {
        live.getFirst().hangUp();
    }

    /// Breaks every connection.
    public void hangUp() {
        live.forEach(SocketEnd::hangUp);
    }

    synchronized String ticket() {
        String ticket = UUID.randomUUID().toString();
        tickets.add(ticket);
        return ticket;
    }

    synchronized boolean useTicket(String ticket) {
        return tickets.remove(ticket);
    }

    /// What is in a place, the earliest first.
    synchronized List<JsonObject> history(String place) {
        return List.copyOf(history.getOrDefault(place, List.of()));
    }

    /// Slack is there, and says nothing.
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

    /// The next request for that method is answered so, and not carried out.
    public synchronized void refuse(String method, int status, String body, Map<String, String> headers) {
        faults.add(new Fault(method, Answer.json(status, headers, body), false));
    }

    /// The next request for that method is refused with that word.
    public void refuse(String method, String error) {
        refuse(method, 200, "{\"ok\":false,\"error\":\"" + error + "\"}", Map.of());
    }

    /// The next request for that method is carried out and answered by hanging up.
    public synchronized void swallow(String method) {
        faults.add(new Fault(method, Answer.json(0, Map.of(), ""), true));
    }

    /// The next request for that method is not asked for its token.
    public synchronized void forgive(String method) {
        forgiven.add(method);
    }

    synchronized boolean forgives(String method) {
        return forgiven.remove(method);
    }

    /// What goes wrong with a request now, and whether it is carried out all the same.
    synchronized Optional<Map.Entry<Answer, Boolean>> nextFault(String method) {
        Optional<Fault> found =
                faults.stream().filter(fault -> fault.method().equals(method)).findFirst();
        found.ifPresent(faults::remove);
        return found.map(fault -> Map.entry(fault.answer(), fault.done()));
    }

    /// The app's owner makes new tokens.
    public synchronized void changeTokens(String bot, String app) {
        botToken = bot;
        appToken = app;
    }

    synchronized boolean knows(String token, boolean app) {
        return token.equals(app ? appToken : botToken);
    }

    void came(Request request) {
        requests.add(request);
    }

    /// Everything that was asked, in order.
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /// How often a method was asked for.
    public int asked(String method) {
        return (int) requests.stream()
                .filter(one -> one.path().replaceAll("\\?.*", "").equals("/api/" + method))
                .count();
    }

    synchronized JsonObject make(String channel, JsonObject request) {
        String number = SlackEvents.after(history(channel).stream()
                .map(message -> message.text("ts"))
                .max(Comparator.naturalOrder())
                .orElse(SlackEvents.number(0)));
        sent.add(new Sent(channel, number, request));
        JsonObject message = JsonObject.with("user", SlackEvents.BOT)
                .with("type", "message")
                .with("ts", number)
                .with("bot_id", "B0BOT0001")
                .with("app_id", SlackEvents.APP)
                .with("text", request.textOr("text", ""))
                .with("team", SlackEvents.TEAM)
                .build();
        history.computeIfAbsent(channel, _ -> new ArrayList<>()).add(message);
        if (channel.startsWith("D")) {
            // The app is told of all that is said in its talks, also by itself.
            happen(message.toBuilder()
                    .with("channel", channel)
                    .with("channel_type", "im")
                    .with("event_ts", number)
                    .build());
        }
        return message;
    }

    /// @param request  empty where it is deleted
    synchronized boolean change(String channel, String number, JsonObject request) {
        for (int i = 0; i < sent.size(); i++) {
            if (sent.get(i).channel().equals(channel) && sent.get(i).number().equals(number)) {
                if (request.equals(JsonObject.EMPTY)) {
                    sent.remove(i);
                } else {
                    sent.set(i, new Sent(channel, number, request));
                }
                return true;
            }
        }
        return false;
    }

    /// Every message that Slack took, in order, as it is now.
    public List<Sent> sent() {
        return List.copyOf(sent);
    }

    /// The texts sent to a place, as people see them.
    ///
    /// @param thread  empty for what is in none
    public List<String> sentTo(String channel, String thread) {
        return sent.stream()
                .filter(one -> one.channel().equals(channel)
                        && one.request().textOr("thread_ts", "").equals(thread))
                .map(one -> Shown.of(one.request()))
                .toList();
    }
}
