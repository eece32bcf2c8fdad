package moltbot.gateway.channel.slack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.channel.Earlier;
import moltbot.gateway.channel.Inbox;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.bot.Written;
import moltbot.gateway.channel.slack.notation.Buttons;
import moltbot.gateway.channel.slack.notation.Ts;
import org.jspecify.annotations.Nullable;

/// Hands over what people write, each once, and writes down how far it came. Where the house said something, or has
/// something to answer, it will look after an absence for what was written meanwhile; of strangers nothing is kept.
/// Used by the receiving thread but for [#spokeIn] and [#has].
final class Hearing {
    private static final System.Logger LOG = System.getLogger("slack");
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 10;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    /// What the bot may not read is left; so is what is gone.
    private static final Set<String> NOT_HERE = Set.of(
            "channel_not_found",
            "not_in_channel",
            "missing_scope",
            "no_permission",
            "access_denied",
            "thread_not_found",
            "is_archived",
            "method_not_supported_for_channel_type");

    private final SlackApi api;
    private final Places places;
    private final Marks marks;
    private final Set<String> spokenIn = new HashSet<>();
    private final Written written =
            new Written(message -> Message.name(message.id()).map(Message.Name::toString));
    private Earlier earlier = new Earlier();
    private @Nullable Bot bot;

    Hearing(SlackApi api, Places places, Marks marks) {
        this.api = api;
        this.places = places;
        this.marks = marks;
    }

    /// From here on as this bot.
    void as(Bot now) {
        Bot before = bot;
        if (before != null && !before.account().equals(now.account())) {
            earlier = new Earlier();
        }
        bot = now;
        marks.of(now);
    }

    private Bot self() {
        return Objects.requireNonNull(bot);
    }

    /// The house says something there, or will. Quick.
    void spokeIn(Places.Spot spot) {
        synchronized (spokenIn) {
            spokenIn.add(spot.key());
        }
    }

    /// The house has that message. Quick.
    void has(Incoming message) {
        written.keep(message);
    }

    /// What an envelope says. What is meant for another bot is none of this house's.
    ///
    /// @return what only whoever did it is shown at once; may be empty
    String hear(JsonObject payload, Inbox inbox) throws InterruptedException {
        if (payload.textOr("type", "").equals(Buttons.TAPPED)) {
            tapped(payload, inbox);
            return "";
        }
        if (Slash.isOne(payload)) {
            return said(payload, inbox);
        }
        event(payload, inbox);
        return "";
    }

    private void event(JsonObject payload, Inbox inbox) throws InterruptedException {
        JsonObject event;
        try {
            List<JsonObject> authorized =
                    payload.listOr("authorizations", JsonArray.EMPTY).objects();
            boolean ours = authorized.isEmpty()
                    || authorized.stream()
                            .anyMatch(one -> one.textOr("user_id", "").equals(self().user()));
            if (!ours) {
                LOG.log(System.Logger.Level.WARNING, "Slack told of something that is for another bot.");
                return;
            }
            event = payload.object("event");
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "An event could not be understood: {0}", e.getMessage());
            return;
        }
        one(event, inbox);
    }

    private String said(JsonObject payload, Inbox inbox) throws InterruptedException {
        try {
            Slash.Said said = new Slash(self(), payload).read(places);
            if (said.message().isPresent()) {
                once(said.message().get(), inbox);
            }
            return said.reply();
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "A command could not be understood: {0}", e.getMessage());
            return "";
        }
    }

    private void once(Incoming message, Inbox inbox) throws InterruptedException {
        if (!earlier.isTaken(message.id())) {
            inbox.take(message);
            earlier.taken(message.id());
        }
    }

    private void tapped(JsonObject payload, Inbox inbox) throws InterruptedException {
        try {
            Optional<Incoming> incoming = Message.tapped(self(), payload);
            if (incoming.isPresent()) {
                once(incoming.get(), inbox);
                removeButtons(payload);
            }
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "What was tapped could not be understood: {0}", e.getMessage());
        }
    }

    /// Each is good once. Where they cannot be taken away nothing is lost.
    private void removeButtons(JsonObject payload) throws InterruptedException {
        JsonObject message = payload.objectOr("message", JsonObject.EMPTY);
        JsonObject changed = JsonObject.with(
                        "channel", payload.object("channel").text("id"))
                .with("ts", Ts.in(message, "ts"))
                .with("text", message.textOr("text", ""))
                .with("blocks", Buttons.without(message.listOr("blocks", JsonArray.EMPTY)))
                .build();
        if (!(api.post(self().key(), "chat.update", changed) instanceof Reply.Done)) {
            LOG.log(System.Logger.Level.DEBUG, "That an answer was tapped could not be shown.");
        }
    }

    /// A message that cannot be understood must not stop those behind it.
    private void one(JsonObject event, Inbox inbox) throws InterruptedException {
        Message message;
        Optional<Incoming> incoming;
        try {
            Optional<Message.Name> gone = Message.gone(event);
            if (gone.isPresent()) {
                written.goes(gone.get().toString(), inbox);
                return;
            }
            message = new Message(self(), event);
            if (earlier.isTaken(message.id()) || written.isGone(message.name().toString())) {
                return;
            }
            incoming = message.incoming(earlier, places);
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "A message could not be understood: {0}", e.getMessage());
            return;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A message could not be looked at.", e);
            return;
        }
        if (incoming.isPresent()) {
            inbox.take(incoming.get());
            // Of what does not name the bot nothing was handed over: an event that does may follow.
            boolean heard = incoming.get().mentioned() || !message.person().isEmpty();
            if (heard) {
                message.keepIn(earlier);
                earlier.taken(message.id());
            }
        }
        done(message);
    }

    private void done(Message message) {
        boolean spoken;
        synchronized (spokenIn) {
            spoken = spokenIn.remove(message.spot().key());
        }
        if (message.edited()) {
            return;
        }
        Marks.Mark mark = new Marks.Mark(message.spot(), message.number(), message.person());
        if (spoken) {
            marks.done(mark);
        } else if (marks.has(message.spot())) {
            marks.passed(mark);
        }
    }

    /// Asks for what was written since, in every place in which the house spoke, one after the other.
    ///
    /// @throws ContractException  [Code#UNAVAILABLE] where Slack does not say now
    void catchUp(Inbox inbox) throws InterruptedException {
        for (Marks.Mark mark : marks.all()) {
            for (JsonObject message : meanwhile(mark)) {
                one(message, inbox);
            }
        }
    }

    /// What was written there, in order. Slack begins now with the earliest and now with the latest, so all of it is
    /// asked for first.
    private List<JsonObject> meanwhile(Marks.Mark mark) throws InterruptedException {
        List<JsonObject> found = new ArrayList<>();
        String cursor = "";
        int limit = PAGE;
        for (int pages = 0; pages < MOST_PAGES; ) {
            Reply reply = api.get(self().key(), method(mark), question(mark, limit, cursor));
            if (reply instanceof Reply.Done(JsonObject body)) {
                body.listOr("messages", JsonArray.EMPTY).objects().stream()
                        .filter(message -> isLater(message, mark))
                        .map(message -> asAnEvent(message, mark))
                        .forEach(found::add);
                cursor = body.objectOr("response_metadata", JsonObject.EMPTY).textOr("next_cursor", "");
                pages++;
                if (cursor.isEmpty()) {
                    return inOrder(found);
                }
            } else if (reply instanceof Reply.Refused no && NOT_HERE.contains(no.error())) {
                return List.of();
            } else if (reply instanceof Reply.Refused no && no.isLimited() && isShort(no.retryAfter())) {
                SlackApi.rest(no.retryAfter());
            } else if (limit > 1 && (isUnreadable(reply) || reply instanceof Reply.Lost)) {
                limit /= 2;
            } else if (isUnreadable(reply)) {
                // One message must not keep all others away; the next that is written here leads past it.
                LOG.log(System.Logger.Level.WARNING, "What was written in a place meanwhile cannot be read.");
                return inOrder(found);
            } else {
                throw new ContractException(Code.UNAVAILABLE, "Slack does not say what was written meanwhile.");
            }
        }
        LOG.log(System.Logger.Level.WARNING, "More was written in a place than is asked for; the rest is left.");
        return inOrder(found);
    }

    private static boolean isShort(Duration pause) {
        return pause.compareTo(LONGEST_WAIT) <= 0;
    }

    private static boolean isUnreadable(Reply reply) {
        return reply instanceof Reply.Broken(int status) && status < 300;
    }

    private static String method(Marks.Mark mark) {
        return mark.spot().thread().isEmpty() ? "conversations.history" : "conversations.replies";
    }

    private static Map<String, String> question(Marks.Mark mark, int limit, String cursor) {
        Map<String, String> question = new LinkedHashMap<>();
        question.put("channel", mark.spot().channel());
        if (!mark.spot().thread().isEmpty()) {
            question.put("ts", mark.spot().thread());
        }
        question.put("oldest", mark.last());
        question.put("limit", Integer.toString(limit));
        if (!cursor.isEmpty()) {
            question.put("cursor", cursor);
        }
        return question;
    }

    private static boolean isLater(JsonObject message, Marks.Mark mark) {
        String number = message.textOr("ts", "");
        return Ts.isOne(number) && Ts.before(mark.last(), number);
    }

    private static List<JsonObject> inOrder(List<JsonObject> messages) {
        return messages.stream()
                .sorted(Comparator.comparingLong(message -> Ts.value(message.text("ts"))))
                .toList();
    }

    private static boolean isTalk(Marks.Mark mark) {
        return !mark.person().isEmpty() || mark.spot().channel().startsWith("D");
    }

    /// What an event says of a message, and a list does not.
    private static JsonObject asAnEvent(JsonObject message, Marks.Mark mark) {
        Map<String, JsonValue> fields = new LinkedHashMap<>(message.fields());
        // What it says now is the first that is heard of it.
        fields.remove("edited");
        return new JsonObject(fields)
                .toBuilder()
                        .with("type", "message")
                        .with("channel", mark.spot().channel())
                        .with("channel_type", isTalk(mark) ? "im" : "channel")
                        .build();
    }
}
