package moltbot.gateway.channel.telegram;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.channel.Address;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Earlier;
import moltbot.gateway.channel.Incoming;

/// Reads an [update](https://core.telegram.org/bots/api#update). A person is their numeric id: names change, and are
/// given to others. Dates are not looked at.
final class Update {
    private static final Pattern ID = Pattern.compile("telegram-(-?[0-9]{1,18})-([0-9]{1,18})(-[0-9]+)?");

    private final Bot bot;
    private final JsonObject update;
    private final boolean edited;
    private final JsonObject message;

    Update(Bot bot, JsonObject update) {
        this.bot = bot;
        this.update = update;
        this.edited = update.has("edited_message");
        this.message = update.objectOr(edited ? "edited_message" : "message", JsonObject.EMPTY);
    }

    /// What somebody wrote; empty for everything else, such as who came and went, what programs wrote, and edits in
    /// which no word is another.
    Optional<Incoming> incoming(Earlier earlier) {
        JsonObject chat = message.objectOr("chat", JsonObject.EMPTY);
        String kind = chat.textOr("type", "");
        boolean group = kind.equals("group") || kind.equals("supergroup");
        Optional<Address> who = writer(group);
        if (who.isEmpty() || !(group || kind.equals("private"))) {
            return Optional.empty();
        }
        Spoken spoken = new Spoken(bot, message);
        String text = spoken.whole();
        List<Incoming.Offered> files = edited ? List.of() : Offers.of(message);
        boolean nothing = text.isBlank() && files.isEmpty();
        if (nothing || (edited && (spoken.own().isBlank() || earlier.said(id(), spoken.own())))) {
            return Optional.empty();
        }
        return Optional.of(new Incoming(
                edited ? id() + "-" + message.numberOr("edit_date", update.number("update_id")) : id(),
                who.get(),
                group ? place(chat) : who.get(),
                group ? chat.textOr("title", "") : name(message.object("from")),
                false,
                group && spoken.mentions(),
                edited ? "(I changed an earlier message, which now says:)\n" + text : text,
                files));
    }

    /// Has it remembered what this message says now.
    void keepIn(Earlier earlier) {
        if (message.has("chat")) {
            earlier.keep(id(), new Spoken(bot, message).own());
        }
    }

    /// The message's number in its chat, by the id that [#incoming] made; empty where it is of another chat, or was no
    /// message.
    static OptionalLong number(String id, Address place) {
        Matcher read = ID.matcher(id);
        return read.matches() && read.group(1).equals(place.home().id())
                ? OptionalLong.of(Long.parseLong(read.group(2)))
                : OptionalLong.empty();
    }

    private String id() {
        return "telegram-" + message.object("chat").number("id") + "-" + message.number("message_id");
    }

    /// In a group somebody may write as the group itself or as a channel of theirs; else who is a program is not heard.
    private Optional<Address> writer(boolean group) {
        JsonObject as = message.objectOr("sender_chat", JsonObject.EMPTY);
        JsonObject from = message.objectOr("from", JsonObject.EMPTY);
        if (group && as.has("id")) {
            return Optional.of(direct(as.number("id")));
        }
        return from.has("id") && !from.flagOr("is_bot", false)
                ? Optional.of(direct(from.number("id")))
                : Optional.empty();
    }

    private Address direct(long id) {
        return new Address(TelegramChannel.NAME, bot.account(), Address.Kind.DIRECT, Long.toString(id));
    }

    private Address place(JsonObject chat) {
        Address whole =
                new Address(TelegramChannel.NAME, bot.account(), Address.Kind.GROUP, Long.toString(chat.number("id")));
        return message.flagOr("is_topic_message", false)
                ? Address.thread(whole, Long.toString(message.number("message_thread_id")))
                : whole;
    }

    static String name(JsonObject user) {
        String name = (user.textOr("first_name", "") + " " + user.textOr("last_name", "")).strip();
        String at = user.textOr("username", "");
        return at.isEmpty() ? name : (name + " @" + at).strip();
    }
}
