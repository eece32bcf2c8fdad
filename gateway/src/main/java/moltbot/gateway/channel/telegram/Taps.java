package moltbot.gateway.channel.telegram;

import java.util.List;
import java.util.Optional;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.bot.Commands;

/// Answers that are tapped ([buttons](https://core.telegram.org/bots/api#inlinekeyboardbutton) and
/// [what comes of them](https://core.telegram.org/bots/api#callbackquery)). What a button carries comes back by way of
/// whoever tapped it, who could have put anything there: it is their words, and nothing more.
final class Taps {
    private static final System.Logger LOG = System.getLogger("telegram");

    private final BotApi api;

    Taps(BotApi api) {
        this.api = api;
    }

    /// Each answer has a line of its own: on a phone two beside each other are cut short.
    static JsonObject offer(List<QuickReply> replies) {
        return JsonObject.with(
                        "inline_keyboard",
                        JsonArray.of(replies.stream()
                                .map(reply -> JsonArray.of(List.of(JsonObject.with("text", reply.label())
                                        .with("callback_data", reply.says())
                                        .build())))
                                .toList()))
                .build();
    }

    static boolean isOne(JsonObject update) {
        return update.has("callback_query");
    }

    /// What was tapped, as the words of whoever tapped it; empty where nothing can be made of it.
    static Optional<Incoming> read(Bot bot, JsonObject update) {
        JsonObject tap = update.object("callback_query");
        JsonObject from = tap.objectOr("from", JsonObject.EMPTY);
        JsonObject message = tap.objectOr("message", JsonObject.EMPTY);
        JsonObject chat = message.objectOr("chat", JsonObject.EMPTY);
        String kind = chat.textOr("type", "");
        if (!from.has("id")
                || from.flagOr("is_bot", false)
                || tap.textOr("data", "").isBlank()
                || !kind.equals("private")) {
            return Optional.empty();
        }
        Address who =
                new Address(TelegramChannel.NAME, bot.account(), Address.Kind.DIRECT, Long.toString(from.number("id")));
        return Optional.of(new Incoming(
                "telegram-tap-" + tap.text("id"), who, who, Update.name(from), false, false, tap.text("data")));
    }

    /// Has Telegram list the commands in talks of two. Where that does not work they can be typed.
    void listCommands(Bot bot) {
        JsonArray commands = JsonArray.of(Commands.ALL.stream()
                .map(command -> JsonObject.with("command", command.name())
                        .with("description", command.explains())
                        .build())
                .toList());
        JsonObject request = JsonObject.with("commands", commands)
                .with("scope", JsonObject.with("type", "all_private_chats").build())
                .build();
        Thread.ofVirtual().name("telegram-commands").start(() -> {
            try {
                if (!(api.call(bot.key(), "setMyCommands", request) instanceof Reply.Done)) {
                    LOG.log(System.Logger.Level.INFO, "Telegram does not list the commands; they can be typed.");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Ends the waiting that Telegram shows at the button, and takes the buttons away: each is good once. Where that
    /// does not work nothing is lost.
    void taken(Bot bot, JsonObject update) throws InterruptedException {
        JsonObject tap = update.object("callback_query");
        JsonObject done = JsonObject.with("callback_query_id", tap.text("id")).build();
        Reply answered = api.call(bot.key(), "answerCallbackQuery", done);
        JsonObject message = tap.objectOr("message", JsonObject.EMPTY);
        JsonObject chat = message.objectOr("chat", JsonObject.EMPTY);
        Reply removed = chat.has("id") && message.has("message_id")
                ? api.call(
                        bot.key(),
                        "editMessageReplyMarkup",
                        JsonObject.with("chat_id", chat.number("id"))
                                .with("message_id", message.number("message_id"))
                                .build())
                : answered;
        if (!(answered instanceof Reply.Done) || !(removed instanceof Reply.Done)) {
            LOG.log(System.Logger.Level.DEBUG, "That an answer was tapped could not be shown.");
        }
    }
}
