package moltbot.gateway.channel.discord;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.channel.Address;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Earlier;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.bot.Commands;

/// Reads a [message](https://discord.com/developers/docs/resources/message#message-object). A person is their numeric
/// id: names change, and are given to others. Times are not looked at.
final class Message {
    private static final Pattern ID = Pattern.compile("discord-([0-9]{1,19})(-[0-9]*)?");

    /// What somebody wrote, and what somebody wrote as an answer; all other kinds tell what happened.
    private static final Set<Long> WRITTEN = Set.of(0L, 19L);

    private final Bot bot;
    private final JsonObject message;
    private final boolean edited;
    private final boolean server;
    private final String number;
    private final String channel;

    Message(Bot bot, JsonObject message, boolean edited) {
        this.bot = bot;
        this.message = message;
        this.edited = edited;
        this.server = message.has("guild_id");
        this.number = Snowflake.in(message, "id");
        this.channel = Snowflake.in(message, "channel_id");
    }

    /// What the house calls it; each edit is another.
    String id() {
        String id = "discord-" + number;
        return edited ? id + "-" + message.textOr("edited_timestamp", "").replaceAll("[^0-9]", "") : id;
    }

    /// The message's number, by the id that [#id] made; empty where that is none.
    static String number(String id) {
        Matcher read = ID.matcher(id);
        return read.matches() ? read.group(1) : "";
    }

    String number() {
        return number;
    }

    String channel() {
        return channel;
    }

    boolean edited() {
        return edited;
    }

    /// With whom this is a talk of two; empty where it is none.
    String person() {
        return server ? "" : message.objectOr("author", JsonObject.EMPTY).textOr("id", "");
    }

    /// What somebody wrote; empty for everything else, such as who came and went, what programs wrote, and edits in
    /// which no word is another.
    Optional<Incoming> incoming(Earlier earlier, Places places) throws InterruptedException {
        JsonObject author = message.objectOr("author", JsonObject.EMPTY);
        if (!author.has("id")
                || author.flagOr("bot", false)
                || author.flagOr("system", false)
                || message.has("webhook_id")
                || !WRITTEN.contains(message.numberOr("type", 0))) {
            return Optional.empty();
        }
        Spoken spoken = new Spoken(bot, message);
        boolean mentioned = server && spoken.mentions();
        String text = Commands.slashed(spoken.whole());
        List<Incoming.Offered> files = edited ? List.of() : Files.of(message);
        // Of what does not name the house Discord keeps the words to itself.
        boolean silent = text.isBlank() && files.isEmpty() && !(server && !mentioned);
        if (silent || (edited && isNoNews(spoken, earlier))) {
            return Optional.empty();
        }
        Address who = new Address(DiscordChannel.NAME, bot.id(), Address.Kind.DIRECT, Snowflake.in(author, "id"));
        if (!server) {
            places.talk(who.id(), channel);
        }
        Place place = server ? place(mentioned, places) : new Place(who, name(author));
        return Optional.of(new Incoming(
                id(),
                who,
                place.address(),
                place.name(),
                false,
                mentioned,
                edited ? "(I changed an earlier message, which now says:)\n" + text : text,
                files));
    }

    private boolean isNoNews(Spoken spoken, Earlier earlier) {
        return message.textOr("edited_timestamp", "").isEmpty()
                || spoken.own().isBlank()
                || earlier.said(number, spoken.own());
    }

    /// Has it remembered what this message says now.
    void keepIn(Earlier earlier) {
        earlier.keep(number, new Spoken(bot, message).own());
    }

    private record Place(Address address, String name) {}

    /// Only where the house is named it is asked whether this is a thread, and of what.
    private Place place(boolean mentioned, Places places) throws InterruptedException {
        if (!mentioned) {
            return new Place(group(channel), "");
        }
        Places.Spot spot = places.spot(bot, channel);
        return spot.parent().isEmpty()
                ? new Place(group(spot.channel()), spot.name())
                : new Place(Address.thread(group(spot.parent()), Snowflake.shorter(spot.channel())), spot.name());
    }

    private Address group(String channel) {
        return new Address(DiscordChannel.NAME, bot.id(), Address.Kind.GROUP, channel);
    }

    static String name(JsonObject user) {
        String shown = user.textOr("global_name", "").strip();
        return (shown + " @" + user.textOr("username", "")).strip();
    }
}
