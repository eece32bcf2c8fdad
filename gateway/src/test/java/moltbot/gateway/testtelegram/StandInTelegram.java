package moltbot.gateway.testtelegram;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.gateway.testtelegram.TelegramWorld.Fault;

/// The Bot API over HTTP on a loopback port: `getMe`, `getUpdates` and `sendMessage`, with the answers, refusals and
/// semantics of the server that Telegram publishes (tdlib/telegram-bot-api).
public final class StandInTelegram implements AutoCloseable {
    private static final int LONGEST_TEXT = 4_096;
    private static final int MOST_DATA = 64;

    private final TelegramWorld world;
    private final ModelServer server;

    private StandInTelegram(int port, TelegramWorld world) throws IOException {
        this.world = world;
        this.server = ModelServer.start(port, this::answer);
    }

    /// Listens at once.
    ///
    /// @param port  0 for any free one
    public static StandInTelegram start(int port, TelegramWorld world) throws IOException {
        return new StandInTelegram(port, world);
    }

    public URI url() {
        return server.url();
    }

    private Reply answer(Asked asked) throws InterruptedException {
        if (asked.path().startsWith("/file/")) {
            return file(asked);
        }
        String method = asked.path().substring(asked.path().lastIndexOf('/') + 1);
        boolean form = method.equals("sendDocument") || method.equals("sendPhoto");
        JsonObject parameters = asked.body().length == 0 || form ? JsonObject.EMPTY : asked.json();
        world.came(new TelegramWorld.Request(method, parameters));
        world.awaitThaw();
        if (!world.knows(asked.path())) {
            return refused(401, "Unauthorized");
        }
        Optional<Fault> fault = world.nextFault(method);
        if (fault.isPresent() && !fault.get().done()) {
            Reply reply = Reply.failure(fault.get().status(), fault.get().body());
            return fault.get().status() == 429 ? reply.with("Retry-After", "3") : reply;
        }
        Reply reply = switch (method) {
            case "getMe" ->
                done(Updates.bot().toBuilder()
                        .with("can_join_groups", true)
                        .with("can_read_all_group_messages", false)
                        .with("supports_inline_queries", false)
                        .build());
            case "getUpdates" -> updates(parameters);
            case "sendMessage" -> send(parameters);
            case "sendDocument" -> form(asked, "document");
            case "sendPhoto" -> form(asked, "photo");
            case "getFile" -> getFile(parameters.text("file_id"));
            case "answerCallbackQuery" -> answered(parameters);
            case "editMessageReplyMarkup" -> markup(parameters);
            case "editMessageText" -> edit(parameters);
            case "deleteMessage" ->
                world.change(parameters.number("message_id"), JsonObject.EMPTY)
                        ? done(JsonValue.of(true))
                        : refused(400, "Bad Request: message to delete not found");
            case "setMyCommands" -> commands(parameters);
            case "sendChatAction" -> done(JsonValue.of(true));
            default -> refused(404, "Not Found: method not found");
        };
        return fault.isPresent() ? reply.first(0).ending(Reply.End.CUT) : reply;
    }

    private Reply getFile(String id) {
        return world.file(id)
                .map(file -> done(JsonObject.with("file_id", id)
                        .with("file_unique_id", "u" + id)
                        .with("file_size", file.bytes().length)
                        .with("file_path", file.path())
                        .build()))
                .orElseGet(() -> refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable"));
    }

    private Reply file(Asked asked) {
        world.came(new TelegramWorld.Request("file", JsonObject.EMPTY));
        return world.at(asked.path())
                .map(file -> Reply.bytes(200, file.bytes()))
                .orElseGet(() -> refused(404, "Not Found"));
    }

    private Reply updates(JsonObject parameters) throws InterruptedException {
        return done(JsonArray.of(world.updates(
                parameters.numberOr("offset", 0),
                Math.clamp(parameters.numberOr("limit", 100), 1, 100),
                1_000L * Math.clamp(parameters.numberOr("timeout", 0), 0, 50))));
    }

    private Reply send(JsonObject parameters) {
        String text = parameters.text("text");
        if (text.isBlank()) {
            return refused(400, "Bad Request: message text is empty");
        }
        if (text.codePointCount(0, text.length()) > LONGEST_TEXT) {
            return refused(400, "Bad Request: message is too long");
        }
        if (!isMarkup(parameters)) {
            return refused(400, "Bad Request: BUTTON_DATA_INVALID");
        }
        return done(JsonObject.with("message_id", world.sent(parameters))
                .with("from", Updates.bot())
                .with(
                        "chat",
                        JsonObject.with("id", parameters.number("chat_id")).build())
                .with("date", System.currentTimeMillis() / 1_000)
                .with("text", text)
                .build());
    }

    private Reply answered(JsonObject parameters) {
        return world.answered(parameters.text("callback_query_id"))
                ? done(JsonValue.of(true))
                : refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid");
    }

    private Reply markup(JsonObject parameters) {
        return world.changeMarkup(parameters)
                ? done(JsonObject.with("message_id", parameters.number("message_id"))
                        .build())
                : refused(400, "Bad Request: message to edit not found");
    }

    private Reply edit(JsonObject parameters) {
        long number = parameters.number("message_id");
        if (world.says(number).equals(parameters.text("text"))) {
            return refused(
                    400,
                    "Bad Request: message is not modified: specified new message content and reply markup are exactly"
                            + " the same as a current content and reply markup of the message");
        }
        return world.change(number, parameters)
                ? done(JsonObject.with("message_id", number)
                        .with("text", parameters.text("text"))
                        .build())
                : refused(400, "Bad Request: message to edit not found");
    }

    private static Reply commands(JsonObject parameters) {
        boolean good = parameters.list("commands").objects().stream()
                .allMatch(one -> one.text("command").matches("[a-z0-9_]{1,32}")
                        && one.text("description").length() <= 256
                        && !one.text("description").isBlank());
        return good ? done(JsonValue.of(true)) : refused(400, "Bad Request: BOT_COMMAND_INVALID");
    }

    private static boolean isMarkup(JsonObject parameters) {
        return parameters
                .objectOr("reply_markup", JsonObject.EMPTY)
                .listOr("inline_keyboard", JsonArray.EMPTY)
                .values()
                .stream()
                .flatMap(row -> ((JsonArray) row).objects().stream())
                .allMatch(button -> {
                    int bytes = button.text("callback_data").getBytes(StandardCharsets.UTF_8).length;
                    return !button.text("text").isBlank() && bytes >= 1 && bytes <= MOST_DATA;
                });
    }

    /// A form with one file, as every server reads it (RFC 7578).
    private Reply form(Asked asked, String field) {
        String whole = new String(asked.body(), StandardCharsets.ISO_8859_1);
        String boundary = "--" + asked.header("content-type").replaceAll(".*boundary=", "");
        String chat = "";
        String name = "";
        byte[] file = new byte[0];
        for (String part : whole.split(Pattern.quote(boundary), -1)) {
            int end = part.indexOf("\r\n\r\n");
            if (end >= 0 && part.startsWith("\r\n") && part.endsWith("\r\n")) {
                String head = utf8(part.substring(0, end));
                String value = part.substring(end + 4, part.length() - 2);
                if (head.contains("name=\"chat_id\"")) {
                    chat = value;
                } else if (head.contains("name=\"" + field + "\"; filename=\"")) {
                    name = head.replaceAll("(?s).*filename=\"([^\"]*)\".*", "$1")
                            .replace("%22", "\"");
                    file = value.getBytes(StandardCharsets.ISO_8859_1);
                }
            }
        }
        if (name.isEmpty() || chat.isEmpty()) {
            return refused(400, "Bad Request: there is no " + field + " in the request");
        }
        world.sentFile(chat, name, file);
        return done(JsonObject.with("message_id", 200_000L + world.sent().size())
                .with("from", Updates.bot())
                .build());
    }

    private static String utf8(String latin) {
        return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static Reply done(JsonValue result) {
        return Reply.failure(
                200, JsonObject.with("ok", true).with("result", result).build().toString());
    }

    private static Reply refused(int code, String description) {
        return Reply.failure(
                code,
                JsonObject.with("ok", false)
                        .with("error_code", code)
                        .with("description", description)
                        .build()
                        .toString());
    }

    /// Ends as a kill does: every connection breaks.
    @Override
    public void close() throws IOException {
        server.close();
    }
}
