package moltbot.control.channel;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkRoutes;
import moltbot.control.chat.Conversations;

/// Tells the owner of a messenger that stopped until they do something: where they read what could not be delivered,
/// and in their other messengers. The gateway names the kind of trouble, and the words are from here: it cannot have
/// the owner told anything else, nor the same more than once an hour. Safe for several threads.
public final class TroubleDesk {
    private static final Duration QUIET = Duration.ofHours(1);
    private static final int MOST_KINDS = 64;

    private enum Trouble {
        REVOKED(" does not take the house's key any more, so nothing is received or sent there."),
        CONTESTED(" gives what is written to you to somebody else too: another program has the house's key."),
        FORBIDDEN(" refuses what the house is there for, by how it is set up there: a right or a switch is missing."),
        CHANGED(" has another safety number for somebody you let write here: nothing is sent to them until you have"
                + " compared it. They may have a new phone, or somebody may have taken their place."),
        LIMITED(" lets the house send nothing for a while, for it sent too much. What waits is sent after that.");

        private final String words;

        Trouble(String words) {
            this.words = words;
        }
    }

    private final Conversations conversations;
    private final Admission admission;
    private final InstantSource clock;
    private final Map<String, Long> told = new HashMap<>();

    public TroubleDesk(Conversations conversations, Admission admission, InstantSource clock) {
        this.conversations = conversations;
        this.admission = admission;
        this.clock = clock;
    }

    public LinkRoutes addTo(LinkRoutes routes) {
        return routes.on("gateway", "channel.trouble", this::trouble);
    }

    /// Answered once it is on disk.
    private void trouble(LinkExchange exchange) {
        JsonObject head = exchange.head();
        String channel = head.text("channel");
        if (!channel.matches("[a-z]{1,16}")) {
            throw ContractException.malformed("A channel's name has 1 to 16 small letters.");
        }
        Trouble trouble = named(head.text("trouble"));
        String kind = channel + "-" + trouble.name().toLowerCase(Locale.ROOT);
        long since = head.number("since");
        if (isNews(kind)) {
            // There it would wait behind what it tells of.
            List<String> elsewhere = admission.owners().stream()
                    .filter(key -> !key.startsWith(channel + "."))
                    .toList();
            String name = ChannelName.of(channel);
            conversations.troubled(
                    "trouble-" + kind + "-" + since,
                    name + trouble.words + " './moltbot status' says what to do.",
                    elsewhere);
            synchronized (told) {
                told.put(kind, clock.millis());
            }
        }
        exchange.reply(JsonObject.EMPTY);
    }

    private boolean isNews(String kind) {
        synchronized (told) {
            told.values().removeIf(at -> at <= clock.millis() - QUIET.toMillis());
            return !told.containsKey(kind) && told.size() < MOST_KINDS;
        }
    }

    private static Trouble named(String word) {
        for (Trouble trouble : Trouble.values()) {
            if (trouble.name().toLowerCase(Locale.ROOT).equals(word)) {
                return trouble;
            }
        }
        throw ContractException.malformed("That is no trouble that is known.");
    }
}
