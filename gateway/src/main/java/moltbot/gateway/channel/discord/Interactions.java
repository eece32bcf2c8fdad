package moltbot.gateway.channel.discord;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import moltbot.contract.Cut;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.bot.Commands;
import moltbot.gateway.channel.bot.Commands.Command;

/// Answers that are tapped and commands that are chosen from a list
/// ([interactions](https://discord.com/developers/docs/interactions/receiving-and-responding)), in talks of two alone.
/// Each is worth what the same words are that somebody types. Used by the receiving thread, but for [#list].
final class Interactions {
    private static final System.Logger LOG = System.getLogger("discord");

    private static final Pattern TICKET = Pattern.compile("[A-Za-z0-9_=-]{1,1000}");

    private static final int COMMAND = 2;
    private static final int COMPONENT = 3;

    private static final int REPLY = 4;
    private static final int CHANGE = 7;
    private static final int ONLY_FOR_THEM = 1 << 6;

    private static final int ROW = 1;
    private static final int BUTTON = 2;
    private static final int GREY = 2;
    private static final int IN_ONE_ROW = 5;

    private static final int TEXT = 3;
    private static final int IN_TALKS_WITH_THE_BOT = 1;
    private static final int MOST_TYPED = 200;

    private final DiscordApi api;
    private final Places places;

    Interactions(DiscordApi api, Places places) {
        this.api = api;
        this.places = places;
    }

    /// Buttons for a message.
    static JsonArray offer(List<QuickReply> replies) {
        List<JsonObject> rows = new ArrayList<>();
        for (int from = 0; from < replies.size(); from += IN_ONE_ROW) {
            List<JsonObject> buttons = replies.subList(from, Math.min(replies.size(), from + IN_ONE_ROW)).stream()
                    .map(reply -> JsonObject.with("type", BUTTON)
                            .with("style", GREY)
                            .with("label", reply.label())
                            .with("custom_id", reply.says())
                            .build())
                    .toList();
            rows.add(JsonObject.with("type", ROW)
                    .with("components", JsonArray.of(buttons))
                    .build());
        }
        return JsonArray.of(rows);
    }

    /// What somebody tapped or chose, as their words; empty for everything else.
    Optional<Incoming> read(Bot bot, JsonObject interaction) {
        JsonObject user = interaction.objectOr("user", JsonObject.EMPTY);
        String said = said(interaction);
        if (interaction.has("guild_id")
                || interaction.numberOr("context", 0) != IN_TALKS_WITH_THE_BOT
                || !user.has("id")
                || user.flagOr("bot", false)
                || said.isBlank()) {
            return Optional.empty();
        }
        Address who = new Address(DiscordChannel.NAME, bot.id(), Address.Kind.DIRECT, Snowflake.in(user, "id"));
        places.talk(who.id(), Snowflake.in(interaction, "channel_id"));
        return Optional.of(new Incoming(
                "discord-" + Snowflake.in(interaction, "id"), who, who, Message.name(user), false, false, said));
    }

    private static String said(JsonObject interaction) {
        JsonObject data = interaction.objectOr("data", JsonObject.EMPTY);
        return switch ((int) interaction.numberOr("type", 0)) {
            case COMPONENT -> data.textOr("custom_id", "");
            case COMMAND -> {
                String typed = data.listOr("options", JsonArray.EMPTY).objects().stream()
                        .map(option -> option.textOr("value", ""))
                        .collect(Collectors.joining(" "));
                yield ("/" + data.textOr("name", "") + " " + Cut.of(typed, MOST_TYPED)).strip();
            }
            default -> "";
        };
    }

    /// Tells Discord that it was taken, which else would say that nothing came of it. Buttons go: each is good once.
    void taken(Bot bot, JsonObject interaction) throws InterruptedException {
        boolean tapped = interaction.numberOr("type", 0) == COMPONENT;
        JsonObject answer = tapped
                ? JsonObject.with("type", CHANGE)
                        .with(
                                "data",
                                JsonObject.with("components", JsonArray.EMPTY).build())
                        .build()
                : JsonObject.with("type", REPLY)
                        .with(
                                "data",
                                JsonObject.with("content", "Taken: the answer is in this conversation.")
                                        .with("flags", ONLY_FOR_THEM)
                                        .build())
                        .build();
        String ticket = interaction.textOr("token", "");
        Reply reply = TICKET.matcher(ticket).matches()
                ? api.callBack(bot.key(), Snowflake.in(interaction, "id"), ticket, answer)
                : new Reply.NotSent();
        if (!(reply instanceof Reply.Done)) {
            LOG.log(System.Logger.Level.DEBUG, "That something was tapped or chosen could not be shown.");
        }
    }

    /// Has Discord list the commands. Where that does not work they can be typed.
    ///
    /// @param application  as Discord names the bot's
    void list(Bot bot, String application) {
        Thread.ofVirtual().name("discord-commands").start(() -> {
            try {
                Reply reply = api.put(bot.key(), "applications/" + application + "/commands", commands());
                if (!(reply instanceof Reply.Done)) {
                    LOG.log(System.Logger.Level.INFO, "Discord does not list the commands; they can be typed.");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static JsonArray commands() {
        return JsonArray.of(Commands.ALL.stream().map(Interactions::described).toList());
    }

    private static JsonObject described(Command command) {
        JsonObject.Builder one = JsonObject.with("name", command.name())
                .with("type", 1)
                .with("description", command.explains())
                .with("contexts", JsonArray.of(List.of(JsonValue.of(IN_TALKS_WITH_THE_BOT))))
                .with("integration_types", JsonArray.of(List.of(JsonValue.of(0))));
        if (!command.word().isEmpty()) {
            one.with(
                    "options",
                    JsonArray.of(List.of(JsonObject.with("type", TEXT)
                            .with("name", "what")
                            .with("description", command.word())
                            .with("required", command.needed())
                            .build())));
        }
        return one.build();
    }
}
