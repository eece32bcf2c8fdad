package moltbot.control.channel;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.seal.Seal;
import moltbot.control.chat.Conversations;

/// Tells the owner of a messenger that stopped until they do something, and of what one took and did not bring: where
/// they read what could not be delivered, and in their other messengers. The gateway names the kind of trouble, and the
/// words are from here: it cannot have the owner told anything else, nor the same more than once an hour. Safe for
/// several threads.
public final class TroubleDesk {
    private static final Duration QUIET = Duration.ofHours(1);
    private static final int MOST_KINDS = 64;
    private static final int MOST_MISSED = 16;

    /// A key is too long for an id.
    private static final int ID_DIGITS = 40;

    private enum Trouble {
        REVOKED(" does not take the house's key any more, so nothing is received or sent there."),
        CONTESTED(" gives what is written to you to somebody else too: another program has the house's key."),
        FORBIDDEN(" refuses what the house is there for, by how it is set up there: a right or a switch is missing."),
        CHANGED(" has another safety number for somebody you let write here: nothing is sent to them until you have"
                + " compared it. They may have a new phone, or somebody may have taken their place."),
        AWAY(
                " has not been reached for half an hour. What people write there comes once it is back, and what is to be said"
                        + " there waits."),
        LIMITED(" lets the house send nothing for a while, to all or to some, for it sent too much. What waits is sent"
                + " after that.");

        private final String words;

        Trouble(String words) {
            this.words = words;
        }
    }

    private final Conversations conversations;
    private final Admission admission;
    private final InstantSource clock;
    private final Map<String, Long> told = new HashMap<>();
    private final Map<String, Long> missed = new HashMap<>();

    private enum Why {
        WINDOW("they last wrote longer ago than it allows. Once they write again, have it said again."),
        GONE("they are not there any more, or blocked the house."),
        REFUSED("it says no more than that to you; './moltbot logs gateway' has its reason.");

        private final String words;

        Why(String words) {
            this.words = words;
        }
    }

    public TroubleDesk(Conversations conversations, Admission admission, InstantSource clock) {
        this.conversations = conversations;
        this.admission = admission;
        this.clock = clock;
    }

    public LinkRoutes addTo(LinkRoutes routes) {
        return routes.on("gateway", "channel.trouble", this::trouble)
                .on("gateway", "channel.undelivered", this::undelivered);
    }

    /// Answered once it is on disk.
    private void trouble(LinkExchange exchange) {
        JsonObject head = exchange.head();
        String channel = head.text("channel");
        if (!channel.matches("[a-z]{1,16}")) {
            throw ContractException.malformed("A channel's name has 1 to 16 small letters.");
        }
        Trouble trouble = named(Trouble.values(), head.text("trouble"));
        String kind = channel + "-" + trouble.name().toLowerCase(Locale.ROOT);
        long since = head.number("since");
        if (isNews(told, kind, MOST_KINDS)) {
            // There it would wait behind what it tells of.
            List<String> elsewhere = admission.owners().stream()
                    .filter(key -> !key.startsWith(channel + "."))
                    .toList();
            String name = ChannelName.of(channel);
            conversations.troubled(
                    "trouble-" + kind + "-" + since,
                    name + trouble.words + " './moltbot status' says what to do.",
                    elsewhere);
            note(told, kind);
        }
        exchange.reply(JsonObject.EMPTY);
    }

    /// A messenger took something for somebody, and said later that it could not bring it. The owner is told for whom,
    /// as the list of people has it, and never what it said. Of whoever is not on the list nothing is told.
    private void undelivered(LinkExchange exchange) {
        JsonObject head = exchange.head();
        String key = head.text("key");
        boolean file = head.flag("file");
        Why why = named(Why.values(), head.text("why"));
        long since = head.number("since");
        Optional<Guest> whom = admission.guest(key);
        if (whom.isPresent() && isNews(missed, key, MOST_MISSED)) {
            String channel = ChannelName.of(whom.get().address().channel());
            // There it might not arrive either.
            List<String> elsewhere =
                    admission.owners().stream().filter(own -> !own.equals(key)).toList();
            conversations.troubled(
                    "undelivered-"
                            + Seal.sha256Hex((key + " " + since).getBytes(StandardCharsets.UTF_8))
                                    .substring(0, ID_DIGITS),
                    channel + " took " + (file ? "a file" : "a message") + " for "
                            + named(whom.get()) + " and said later that it could not bring it: " + why.words
                            + " What it was stands in their conversation, in the panel.",
                    elsewhere);
            note(missed, key);
        }
        exchange.reply(JsonObject.EMPTY);
    }

    private static String named(Guest whom) {
        return whom.owner() ? "you" : "'" + PlainName.quotable(whom.name()) + "'";
    }

    private boolean isNews(Map<String, Long> before, String kind, int most) {
        synchronized (before) {
            before.values().removeIf(at -> at <= clock.millis() - QUIET.toMillis());
            return !before.containsKey(kind) && before.size() < most;
        }
    }

    private void note(Map<String, Long> before, String kind) {
        synchronized (before) {
            before.put(kind, clock.millis());
        }
    }

    private static <E extends Enum<E>> E named(E[] all, String word) {
        for (E one : all) {
            if (one.name().toLowerCase(Locale.ROOT).equals(word)) {
                return one;
            }
        }
        throw ContractException.malformed("That is no trouble that is known.");
    }
}
