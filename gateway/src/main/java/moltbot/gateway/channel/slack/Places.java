package moltbot.gateway.channel.slack;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.channel.Address;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.slack.notation.Ts;

/// Which place in Slack stands for an address, and what people and channels are called. What was asked is remembered
/// for a while. Safe for several threads.
final class Places {
    private static final int MOST = 1_000;
    private static final Duration A_WHILE = Duration.ofMinutes(1);

    /// Where something is said in Slack.
    ///
    /// @param thread  the number of the message that a thread hangs on; empty where it is none
    record Spot(String channel, String thread) {
        String key() {
            return channel + "/" + thread;
        }
    }

    private final SlackApi api;
    private final Marks marks;
    private final Map<String, String> names = bounded();
    private final Map<String, Spot> talks = bounded();
    /// When Slack said that the bot is a member, by bot and channel.
    private final Map<String, Long> member = bounded();

    Places(SlackApi api, Marks marks) {
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

    /// Somebody wrote in a talk of two, perhaps in a thread of it: they are answered there.
    void talk(String person, Spot spot) {
        synchronized (talks) {
            talks.put(person, spot);
        }
    }

    /// What a person is called; empty where Slack does not say.
    String person(Bot bot, String user) throws InterruptedException {
        Optional<JsonObject> found = asked(bot, user, "users.info", "user");
        if (found.isPresent()) {
            JsonObject profile = found.get().objectOr("profile", JsonObject.EMPTY);
            String shown = profile.textOr("display_name", "").strip();
            String real = profile.textOr("real_name", found.get().textOr("real_name", ""));
            String name = ((shown.isEmpty() ? real : shown) + " @" + found.get().textOr("name", "")).strip();
            keep(user, name.equals("@") ? "" : name);
        }
        return known(user);
    }

    /// What a channel is called; empty where Slack does not say.
    String channel(Bot bot, String channel) throws InterruptedException {
        Optional<JsonObject> found = asked(bot, channel, "conversations.info", "channel");
        if (found.isPresent()) {
            keep(channel, "#" + found.get().textOr("name", channel));
        }
        return known(channel);
    }

    /// Whether the bot may write in a channel, as Slack says, or said within a minute where it may; empty where Slack
    /// does not say.
    Optional<Boolean> isMember(Bot bot, String channel) throws InterruptedException {
        String key = bot.account() + "/" + channel;
        synchronized (member) {
            Long since = member.get(key);
            if (since != null && System.nanoTime() - since < A_WHILE.toNanos()) {
                return Optional.of(true);
            }
        }
        Reply reply = api.get(bot.key(), "conversations.info", Map.of("channel", channel));
        if (reply instanceof Reply.Done(JsonObject body)) {
            boolean is = body.objectOr("channel", JsonObject.EMPTY).flagOr("is_member", false);
            synchronized (member) {
                member.remove(key);
                if (is) {
                    member.put(key, System.nanoTime());
                }
            }
            return Optional.of(is);
        }
        // What is not the bot's to see is told as if it were not there.
        return reply instanceof Reply.Refused no && !no.isLimited() ? Optional.of(false) : Optional.empty();
    }

    /// Somebody is answered in their talk with the bot itself, and in no thread of it.
    ///
    /// @return the channel that it is; empty where that is not known
    Optional<String> leaveThread(Address person) {
        Optional<String> channel = known(person).map(Spot::channel);
        channel.ifPresent(talk -> talk(person.id(), new Spot(talk, "")));
        return channel;
    }

    private Optional<JsonObject> asked(Bot bot, String id, String method, String field) throws InterruptedException {
        synchronized (names) {
            if (names.containsKey(id)) {
                return Optional.empty();
            }
        }
        Reply reply = api.get(bot.key(), method, Map.of(field, id));
        return reply instanceof Reply.Done(JsonObject body)
                ? Optional.of(body.objectOr(field, JsonObject.EMPTY))
                : Optional.empty();
    }

    private void keep(String id, String name) {
        synchronized (names) {
            names.put(id, name);
        }
    }

    private String known(String id) {
        synchronized (names) {
            return names.getOrDefault(id, "");
        }
    }

    /// What came of asking where an address is.
    sealed interface Found {
        record Here(Spot spot) implements Found {}

        /// Slack does not say.
        record Unknown(Reply reply) implements Found {}
    }

    /// Where to write to. The first time somebody is written to, Slack is asked for it. A thread is one of its channel
    /// whatever its number, for the channel is named with it.
    Found spot(Bot bot, Address to) throws InterruptedException {
        Optional<Spot> known = known(to);
        if (known.isPresent()) {
            return new Found.Here(known.get());
        }
        String user = to.id().substring(to.id().lastIndexOf('.') + 1);
        Reply reply = api.post(
                bot.key(), "conversations.open", JsonObject.with("users", user).build());
        if (reply instanceof Reply.Done(JsonObject body)) {
            String channel = body.objectOr("channel", JsonObject.EMPTY).textOr("id", "");
            if (!Bot.isId(channel)) {
                return new Found.Unknown(new Reply.Broken(Reply.OK));
            }
            Spot spot = new Spot(channel, "");
            talk(to.id(), spot);
            return new Found.Here(spot);
        }
        return new Found.Unknown(reply);
    }

    /// The place of an address where that need not be asked for.
    Optional<Spot> known(Address to) {
        return switch (to.kind()) {
            case GROUP -> Optional.of(new Spot(to.id(), ""));
            case THREAD -> Optional.of(new Spot(to.home().id(), Ts.longer(to.threadNumber())));
            case DIRECT -> {
                synchronized (talks) {
                    Spot spot = talks.get(to.id());
                    yield spot == null
                            ? marks.channelOf(to.id()).map(channel -> new Spot(channel, ""))
                            : Optional.of(spot);
                }
            }
        };
    }
}
