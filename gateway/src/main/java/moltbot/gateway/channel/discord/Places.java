package moltbot.gateway.channel.discord;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.channel.Address;
import moltbot.contract.json.JsonObject;

/// Which channel of Discord's stands for an address, and the other way round. What was asked is remembered for a while.
/// Safe for several threads.
final class Places {
    private static final int MOST = 1_000;
    private static final int FIRST_THREAD = 10;
    private static final int LAST_THREAD = 12;

    /// A server's channel.
    ///
    /// @param parent  of a thread the channel it belongs to; empty where this is none
    record Spot(String channel, String parent, String name) {}

    private final DiscordApi api;
    private final Marks marks;
    private final Map<String, Spot> spots = bounded();
    private final Map<String, String> talks = bounded();

    Places(DiscordApi api, Marks marks) {
        this.api = api;
        this.marks = marks;
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MOST;
            }
        };
    }

    /// Somebody wrote in the talk of two that is this channel.
    void talk(String person, String channel) {
        synchronized (talks) {
            talks.put(person, channel);
        }
    }

    /// What a server's channel is; fails as [Code#UNAVAILABLE] where Discord does not say now, and as
    /// [Code#MALFORMED] where it never will.
    Spot spot(Bot bot, String channel) throws InterruptedException {
        synchronized (spots) {
            Spot known = spots.get(channel);
            if (known != null) {
                return known;
            }
        }
        Reply reply = api.get(bot.key(), "channels/" + channel, "");
        if (reply instanceof Reply.Done(JsonObject found)) {
            int type = found.integer("type");
            boolean thread = type >= FIRST_THREAD && type <= LAST_THREAD;
            Spot spot =
                    new Spot(channel, thread ? Snowflake.in(found, "parent_id") : "", "#" + found.textOr("name", ""));
            synchronized (spots) {
                spots.put(channel, spot);
            }
            return spot;
        }
        if (reply instanceof Reply.Refused no && (no.status() == Reply.FORBIDDEN || no.status() == Reply.NOT_FOUND)) {
            throw ContractException.malformed("A message is from a channel that the bot may not see.");
        }
        throw new ContractException(Code.UNAVAILABLE, "Discord does not say where a message is from.");
    }

    /// What came of asking where an address is.
    sealed interface Found {
        record Channel(String id) implements Found {}

        /// Discord does not say.
        record Unknown(Reply reply) implements Found {}

        /// What is named as a thread is none of that group's.
        record Elsewhere() implements Found {}
    }

    /// The channel to write to. The first time somebody is written to, Discord is asked for it; and a thread leads to
    /// its group alone, for by its number any channel of any server could be named.
    Found channel(Bot bot, Address to) throws InterruptedException {
        Optional<String> known = known(to);
        if (to.kind() == Address.Kind.THREAD) {
            return thread(bot, known.orElseThrow(), to.home().id());
        }
        if (known.isPresent()) {
            return new Found.Channel(known.get());
        }
        Reply reply = api.post(
                bot.key(),
                "users/@me/channels",
                JsonObject.with("recipient_id", to.id()).build());
        if (reply instanceof Reply.Done(JsonObject channel)) {
            String id = Snowflake.in(channel, "id");
            talk(to.id(), id);
            return new Found.Channel(id);
        }
        return new Found.Unknown(reply);
    }

    private Found thread(Bot bot, String channel, String group) throws InterruptedException {
        try {
            return spot(bot, channel).parent().equals(group) ? new Found.Channel(channel) : new Found.Elsewhere();
        } catch (ContractException e) {
            return e.code() == Code.UNAVAILABLE ? new Found.Unknown(new Reply.NotSent()) : new Found.Elsewhere();
        }
    }

    /// The channel of an address where that need not be asked for.
    Optional<String> known(Address to) {
        return switch (to.kind()) {
            case GROUP -> Optional.of(to.id());
            case THREAD -> Optional.of(Snowflake.longer(to.threadNumber()));
            case DIRECT -> {
                synchronized (talks) {
                    String channel = talks.get(to.id());
                    yield channel == null ? marks.channelOf(to.id()) : Optional.of(channel);
                }
            }
        };
    }
}
