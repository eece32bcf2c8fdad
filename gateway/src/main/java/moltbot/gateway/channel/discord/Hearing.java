package moltbot.gateway.channel.discord;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Earlier;
import moltbot.gateway.channel.Inbox;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.bot.Written;
import org.jspecify.annotations.Nullable;

/// Hands over what people write, each once, and writes down how far it came. Where the house said something, or has
/// something to answer, it will look after an absence for what was written meanwhile; of strangers nothing is kept.
/// Used by the receiving thread but for [#spokeIn] and [#has].
final class Hearing {
    private static final System.Logger LOG = System.getLogger("discord");
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 20;

    private final DiscordApi api;
    private final Places places;
    private final Marks marks;
    private final Interactions interactions;
    private final Set<String> spokenIn = new HashSet<>();
    private final Written written =
            new Written(message -> Optional.of(Message.number(message.id())).filter(number -> !number.isEmpty()));
    private Earlier earlier = new Earlier();
    private @Nullable Bot bot;
    private boolean listed;

    Hearing(DiscordApi api, Places places, Marks marks) {
        this.api = api;
        this.places = places;
        this.marks = marks;
        this.interactions = new Interactions(api, places);
    }

    /// From here on as this bot.
    void as(Bot now) {
        Bot before = bot;
        if (before != null && !before.id().equals(now.id())) {
            earlier = new Earlier();
            listed = false;
        }
        bot = now;
        marks.of(now);
    }

    /// Hands over what somebody tapped, or chose from the list of commands.
    void tapped(JsonObject interaction, Inbox inbox) throws InterruptedException {
        try {
            Optional<Incoming> incoming = interactions.read(self(), interaction);
            if (incoming.isEmpty()) {
                return;
            }
            if (!earlier.isTaken(incoming.get().id())) {
                inbox.take(incoming.get());
                earlier.taken(incoming.get().id());
            }
            interactions.taken(self(), interaction);
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "What was tapped could not be understood: {0}", e.getMessage());
        }
    }

    /// Has the commands listed, once for each bot.
    void listCommands(JsonObject ready) {
        String application = ready.objectOr("application", JsonObject.EMPTY).textOr("id", "");
        if (!listed && application.matches("[0-9]{1,19}")) {
            listed = true;
            interactions.list(self(), application);
        }
    }

    /// The house says something in that channel, or will. Quick.
    void spokeIn(String channel) {
        synchronized (spokenIn) {
            spokenIn.add(channel);
        }
    }

    /// The house has that message. Quick.
    void has(Incoming message) {
        written.keep(message);
    }

    /// Somebody took back what they wrote, or somebody who may do that did. Discord says neither who nor whose it was.
    void deleted(JsonObject event, Inbox inbox) throws InterruptedException {
        List<String> numbers;
        try {
            numbers = event.has("ids") ? event.list("ids").texts() : List.of(Snowflake.in(event, "id"));
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "That something was deleted could not be understood.");
            return;
        }
        for (String number : numbers) {
            if (Snowflake.isOne(number)) {
                written.goes(number, inbox);
            }
        }
    }

    /// A message that cannot be understood must not stop those behind it.
    ///
    /// @param session  as it is when this is done with; null where none can be taken up
    /// @throws ContractException  [Code#UNAVAILABLE] where it cannot be looked at now
    void hear(JsonObject json, boolean edited, @Nullable Session session, Inbox inbox) throws InterruptedException {
        Message message;
        Optional<Incoming> incoming;
        try {
            message = new Message(self(), json, edited);
            if (earlier.isTaken(message.id()) || written.isGone(message.number())) {
                return;
            }
            incoming = message.incoming(earlier, places);
        } catch (ContractException e) {
            if (e.code() != Code.MALFORMED) {
                throw e;
            }
            LOG.log(System.Logger.Level.WARNING, "A message could not be understood: {0}", e.getMessage());
            return;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A message could not be looked at.", e);
            return;
        }
        if (incoming.isPresent()) {
            inbox.take(incoming.get());
            message.keepIn(earlier);
            earlier.taken(message.id());
        }
        done(message, session);
    }

    private void done(Message message, @Nullable Session session) {
        boolean spoken;
        synchronized (spokenIn) {
            spoken = spokenIn.remove(message.channel());
        }
        if (message.edited()) {
            if (spoken) {
                marks.keep(session);
            }
            return;
        }
        Marks.Mark mark = new Marks.Mark(message.channel(), message.number(), message.person());
        if (spoken) {
            marks.done(mark, session);
        } else if (marks.has(message.channel())) {
            marks.passed(mark);
        }
    }

    private Bot self() {
        return Objects.requireNonNull(bot);
    }

    /// Asks for what was written since, in every channel in which the house spoke, one after the other and a page at a
    /// time: what was written meanwhile may be more than fits.
    ///
    /// @throws ContractException  [Code#UNAVAILABLE] where Discord does not say now
    void catchUp(Inbox inbox) throws InterruptedException {
        for (Marks.Mark mark : marks.all()) {
            catchUp(mark, inbox);
        }
    }

    private void catchUp(Marks.Mark mark, Inbox inbox) throws InterruptedException {
        String last = mark.last();
        int limit = PAGE;
        for (int heard = 0; heard < MOST_PAGES * PAGE; ) {
            Reply reply = api.get(
                    self().key(), "channels/" + mark.channel() + "/messages", "?after=" + last + "&limit=" + limit);
            if (reply instanceof Reply.Done(JsonArray messages)) {
                for (JsonObject message : inOrder(messages)) {
                    last = Snowflake.in(message, "id");
                    hear(asAnEvent(message, mark), false, null, inbox);
                }
                heard += limit;
                if (messages.objects().size() < limit) {
                    return;
                }
            } else if (limit > 1 && isTooMuch(reply)) {
                limit /= 2;
            } else if (isGone(reply)) {
                return;
            } else if (isUnreadable(reply)) {
                // One message must not keep all others away; the next that is written here leads past it.
                LOG.log(System.Logger.Level.WARNING, "What was written in a channel meanwhile cannot be read.");
                return;
            } else {
                throw new ContractException(Code.UNAVAILABLE, "Discord does not say what was written meanwhile.");
            }
        }
        LOG.log(System.Logger.Level.WARNING, "More was written in a channel than is asked for; the rest is left.");
    }

    private static boolean isGone(Reply reply) {
        return reply instanceof Reply.Refused no && (no.status() == Reply.FORBIDDEN || no.status() == Reply.NOT_FOUND);
    }

    private static boolean isUnreadable(Reply reply) {
        return reply instanceof Reply.Broken(int status) && status < 300;
    }

    /// Perhaps a smaller answer can be read.
    private static boolean isTooMuch(Reply reply) {
        return isUnreadable(reply) || reply instanceof Reply.Lost;
    }

    private static List<JsonObject> inOrder(JsonArray messages) {
        return messages.objects().stream()
                .filter(message -> message.textOr("id", "").matches("[0-9]{1,19}"))
                .sorted(Comparator.comparingLong(message -> Long.parseUnsignedLong(message.text("id"))))
                .toList();
    }

    /// What an event says of a message from a server, and a list does not.
    private static JsonObject asAnEvent(JsonObject message, Marks.Mark mark) {
        return mark.person().isEmpty()
                ? message.toBuilder().with("guild_id", "0").build()
                : message;
    }
}
