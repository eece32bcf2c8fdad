package moltbot.gateway.channel.slack;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import moltbot.contract.channel.Address;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.bot.Commands;

/// What somebody said by the app's own
/// [command](https://docs.slack.dev/interactivity/implementing-slash-commands/), which anybody in the workspace can
/// write anywhere in it, also where the bot is not. It is worth what a message is that says the same. In a channel it
/// is one that names the bot; in any talk of two it is one to the bot alone, whoever else talks there, and is answered
/// in no other talk than their own with the bot.
final class Slash {
    /// What Slack calls the envelope.
    static final String ENVELOPE = "slash_commands";

    private static final int TELLS_APART = 32;

    private static final String ELSEWHERE = "I answer where you and I talk alone.";
    private static final String NOT_HERE = "I cannot write here, so I have taken nothing of it. Invite me (/invite) and"
            + " say it again, or write to me alone.";

    /// What there is of it.
    ///
    /// @param message  empty where nothing is to be handed over
    /// @param reply    what only whoever wrote it is shown at once; may be empty
    record Said(Optional<Incoming> message, String reply) {
        static final Said NOTHING = new Said(Optional.empty(), "");
    }

    private static final String NOT_NOW =
            "Slack does not tell me just now whether I am here, so I have taken nothing of"
                    + " it. Say it again in a moment, or write to me alone.";

    private final Bot bot;
    private final JsonObject payload;
    private final String channel;

    Slash(Bot bot, JsonObject payload) {
        this.bot = bot;
        this.payload = payload;
        this.channel = Bot.id(payload, "channel_id");
    }

    /// Whether this is one; all else says what it is.
    static boolean isOne(JsonObject payload) {
        return payload.has("command") && !payload.has("type");
    }

    Said read(Places places) throws InterruptedException {
        String user = Bot.id(payload, "user_id");
        // People of other workspaces have no commands of this one's: it is for another bot.
        if (!payload.textOr("team_id", "").equals(bot.team()) || user.equals(bot.user())) {
            return Said.NOTHING;
        }
        Address who = new Address(SlackChannel.NAME, bot.account(), Address.Kind.DIRECT, user);
        if (channel.startsWith("D")) {
            boolean here = places.leaveThread(who).equals(Optional.of(channel));
            return new Said(Optional.of(incoming(who, who, places.person(bot, user))), here ? "" : ELSEWHERE);
        }
        Optional<Boolean> member = places.isMember(bot, channel);
        if (member.isEmpty() || !member.get()) {
            return new Said(Optional.empty(), member.isEmpty() ? NOT_NOW : NOT_HERE);
        }
        Address group = new Address(SlackChannel.NAME, bot.account(), Address.Kind.GROUP, channel);
        return new Said(Optional.of(incoming(who, group, places.channel(bot, channel))), "");
    }

    private Incoming incoming(Address who, Address place, String name) {
        JsonObject message = JsonObject.with("text", payload.textOr("text", "")).build();
        String words = Commands.behind(new Spoken(bot, message).whole());
        return new Incoming(id(), who, place, name, false, !place.equals(who), words);
    }

    /// Slack names each time that one is said, however often it tells of it.
    private String id() {
        byte[] once = payload.text("trigger_id").getBytes(StandardCharsets.UTF_8);
        return "slack-slash-" + Seal.sha256Hex(once).substring(0, TELLS_APART);
    }
}
