package moltbot.gateway.channel.slack;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.channel.Address;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Earlier;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.bot.Commands;
import moltbot.gateway.channel.slack.notation.Ts;

/// Reads an event that is a [message](https://docs.slack.dev/reference/events/message/) or names the bot. A person is
/// their id, and outside of the bot's workspace their workspace's with it: names change, and are given to others.
final class Message {
    /// What somebody wrote; all other kinds tell what happened.
    private static final Set<String> WRITTEN = Set.of("", "file_share", "me_message", "thread_broadcast");

    private static final String EDITED = "message_changed";
    private static final String DELETED = "message_deleted";

    /// What stands in the place of a message that is gone and on which a thread hangs.
    private static final String TOMBSTONE = "tombstone";

    private static final Pattern ID = Pattern.compile("slack-([A-Z][A-Z0-9]{1,24})-([0-9]{1,12}\\.[0-9]{6})(-[0-9]*)?");

    /// How Slack names a message, in all its edits.
    record Name(String channel, String number) {
        @Override
        public String toString() {
            return channel + "-" + number;
        }
    }

    private final Bot bot;
    private final JsonObject event;
    private final JsonObject message;
    private final boolean edited;
    private final String number;
    private final String thread;
    private final String channel;
    private final boolean talk;

    Message(Bot bot, JsonObject event) {
        this.bot = bot;
        this.event = event;
        boolean changed = event.textOr("subtype", "").equals(EDITED);
        this.message = changed ? event.object("message") : event;
        this.edited = changed || message.has("edited");
        this.number = Ts.in(message, "ts");
        String parent = message.textOr("thread_ts", "");
        this.thread = Ts.isOne(parent) && !parent.equals(number) ? parent : "";
        this.channel = Bot.id(event, "channel");
        String kind = event.textOr("channel_type", channel.startsWith("D") ? "im" : "channel");
        this.talk = kind.equals("im");
    }

    /// What the house calls it; each edit is another.
    String id() {
        String id = "slack-" + channel + "-" + number;
        return edited ? id + "-" + edit().replaceAll("[^0-9]", "") : id;
    }

    /// How Slack names the message of an id that [#id] made; empty where that is none.
    static Optional<Name> name(String id) {
        Matcher read = ID.matcher(id);
        return read.matches() ? Optional.of(new Name(read.group(1), read.group(2))) : Optional.empty();
    }

    Name name() {
        return new Name(channel, number);
    }

    /// The message that an event says is gone; empty where it says something else.
    static Optional<Name> gone(JsonObject event) {
        String kind = event.textOr("subtype", "");
        if (kind.equals(DELETED)) {
            return Optional.of(new Name(Bot.id(event, "channel"), Ts.in(event, "deleted_ts")));
        }
        JsonObject now = event.objectOr("message", JsonObject.EMPTY);
        return kind.equals(EDITED) && now.textOr("subtype", "").equals(TOMBSTONE)
                ? Optional.of(new Name(Bot.id(event, "channel"), Ts.in(now, "ts")))
                : Optional.empty();
    }

    private String edit() {
        return message.objectOr("edited", JsonObject.EMPTY).textOr("ts", "");
    }

    String number() {
        return number;
    }

    Places.Spot spot() {
        return new Places.Spot(channel, thread);
    }

    boolean edited() {
        return edited;
    }

    /// With whom this is a talk of two; empty where it is none.
    String person() {
        return talk && isPersons() ? author() : "";
    }

    private String author() {
        String team = message.textOr("user_team", message.textOr("team", event.textOr("team", "")));
        return bot.person(Bot.isId(team) ? team : "", Bot.id(message, "user"));
    }

    private boolean isPersons() {
        boolean hidden = !edited && event.flagOr("hidden", false);
        String user = message.textOr("user", "");
        return !hidden
                && Bot.isId(user)
                && !user.equals(bot.user())
                && !user.equals("USLACKBOT")
                && !message.has("bot_id")
                && !message.has("bot_profile")
                && WRITTEN.contains(message.textOr("subtype", ""));
    }

    /// What somebody wrote; empty for everything else, such as who came and went, what programs wrote, and edits in
    /// which no word is another.
    Optional<Incoming> incoming(Earlier earlier, Places places) throws InterruptedException {
        if (!isPersons()) {
            return Optional.empty();
        }
        Spoken spoken = new Spoken(bot, message);
        boolean mentioned =
                !talk && (spoken.mentions() || event.textOr("type", "").equals("app_mention"));
        if (!talk && !mentioned) {
            return Optional.of(new Incoming(id(), direct(), group(), "", false, false, "", List.of()));
        }
        String text = Commands.slashed(spoken.whole());
        List<Incoming.Offered> files = edited ? List.of() : Offers.of(message);
        boolean nothing = text.isBlank() && files.isEmpty();
        if (nothing || (edited && isNoNews(spoken, earlier))) {
            return Optional.empty();
        }
        Address who = direct();
        if (talk) {
            places.talk(who.id(), spot());
        }
        return Optional.of(new Incoming(
                id(),
                who,
                talk ? who : thread.isEmpty() ? group() : Address.thread(group(), Ts.shorter(thread)),
                talk ? places.person(bot, message.text("user")) : places.channel(bot, channel),
                false,
                mentioned,
                edited ? "(I changed an earlier message, which now says:)\n" + text : text,
                files));
    }

    /// What somebody [tapped](https://docs.slack.dev/reference/interaction-payloads/block_actions-payload) in a talk of
    /// two, as their words; empty for everything else.
    static Optional<Incoming> tapped(Bot bot, JsonObject payload) {
        JsonObject user = payload.object("user");
        List<JsonObject> actions = payload.listOr("actions", JsonArray.EMPTY).objects();
        String channel = Bot.id(payload.object("channel"), "id");
        String said = actions.isEmpty() ? "" : actions.getFirst().textOr("value", "");
        if (said.isBlank() || !channel.startsWith("D")) {
            return Optional.empty();
        }
        String team = user.textOr("team_id", "");
        String person = bot.person(Bot.isId(team) ? team : "", Bot.id(user, "id"));
        Address who = new Address(SlackChannel.NAME, bot.account(), Address.Kind.DIRECT, person);
        String at = Ts.in(actions.getFirst(), "action_ts");
        return Optional.of(
                new Incoming("slack-tap-" + channel + "-" + at, who, who, user.textOr("name", ""), false, false, said));
    }

    private boolean isNoNews(Spoken spoken, Earlier earlier) {
        return edit().isEmpty() || spoken.own().isBlank() || earlier.said(channel + number, spoken.own());
    }

    /// Has it remembered what this message says now.
    void keepIn(Earlier earlier) {
        earlier.keep(channel + number, new Spoken(bot, message).own());
    }

    private Address direct() {
        return new Address(SlackChannel.NAME, bot.account(), Address.Kind.DIRECT, author());
    }

    private Address group() {
        return new Address(SlackChannel.NAME, bot.account(), Address.Kind.GROUP, channel);
    }
}
