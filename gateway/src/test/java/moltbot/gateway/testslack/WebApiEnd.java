package moltbot.gateway.testslack;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonReader;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.testweb.Answer;
import moltbot.gateway.testweb.Wire;

/// Slack's end of the Web API and of its files, with its answers and refusals.
final class WebApiEnd {
    private static final String ROOT = "/api/";
    private static final int LONGEST_TEXT = 40_000;
    private static final Set<String> LISTS = Set.of("blocks", "files");

    private final SlackWorld world;
    private final String url;

    WebApiEnd(SlackWorld world, String url) {
        this.world = world;
        this.url = url;
    }

    Answer answer(Wire.Request asked) {
        String body = new String(asked.body(), StandardCharsets.UTF_8);
        world.came(new SlackWorld.Request(asked.method(), asked.path(), body));
        String[] target = asked.path().split("\\?", 2);
        String token = asked.header("authorization").replaceFirst("^Bearer ", "");
        if (target[0].startsWith("/upload/v1/")) {
            world.files().fill(target[0].substring("/upload/v1/".length()), Wire.content(asked));
            return new Answer(
                    200,
                    Map.of("content-type", "text/html; charset=utf-8"),
                    ("OK - " + asked.body().length).getBytes(StandardCharsets.UTF_8));
        }
        if (target[0].startsWith("/files-pri/")) {
            return file(target[0].replaceAll(".*-", ""), token);
        }
        if (!target[0].startsWith(ROOT)) {
            return new Answer(404, Map.of(), new byte[0]);
        }
        String method = target[0].substring(ROOT.length());
        Map<String, JsonValue> values = new HashMap<>(query(target.length > 1 ? target[1] : ""));
        if (asked.header("content-type").startsWith("application/json")) {
            values.putAll(JsonObject.parse(asked.body()).fields());
        } else {
            values.putAll(query(body));
        }
        if (!world.forgives(method) && !world.knows(token, method.equals("apps.connections.open"))) {
            return refused(token.isEmpty() ? "not_authed" : "invalid_auth");
        }
        Optional<Map.Entry<Answer, Boolean>> fault = world.nextFault(method);
        if (fault.isPresent() && !fault.get().getValue()) {
            return fault.get().getKey();
        }
        Answer answer = answer(method, new JsonObject(values));
        return fault.isPresent() ? fault.get().getKey() : answer;
    }

    private static Map<String, JsonValue> query(String text) {
        Map<String, JsonValue> values = new HashMap<>();
        for (String one : text.split("&", -1)) {
            String[] parts = one.split("=", 2);
            if (parts.length == 2) {
                String value = URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
                // In a form, lists are JSON within the text.
                values.put(
                        parts[0],
                        LISTS.contains(parts[0])
                                ? JsonReader.value(value.getBytes(StandardCharsets.UTF_8))
                                : JsonValue.of(value));
            }
        }
        return values;
    }

    /// Whoever has no right to it is sent to sign in.
    private Answer file(String id, String token) {
        if (!world.knows(token, false)) {
            return new Answer(
                    200,
                    Map.of("content-type", "text/html; charset=utf-8"),
                    "<html>Sign in</html>".getBytes(StandardCharsets.UTF_8));
        }
        return new Answer(
                200,
                Map.of("content-type", "application/octet-stream"),
                world.files().bytes(id));
    }

    private Answer answer(String method, JsonObject values) {
        return switch (method) {
            case "auth.test" -> done(SlackEvents.self());
            case "apps.connections.open" ->
                done(with("url", url.replace("http", "ws") + "/link/?ticket=" + world.ticket()));
            case "conversations.open" ->
                done(with(
                        "channel",
                        JsonObject.with("id", SlackEvents.talk(values.text("users")))
                                .build()));
            case "conversations.info" -> channel(values.text("channel"));
            case "users.info" -> done(with("user", SlackEvents.user(values.text("user"))));
            case "conversations.history" -> list(values, values.text("channel"));
            case "conversations.replies" -> list(values, values.text("channel") + "/" + values.text("ts"));
            case "chat.postMessage" -> post(values);
            case "chat.update" -> update(values);
            case "chat.delete" ->
                world.change(values.text("channel"), values.text("ts"), JsonObject.EMPTY)
                        ? done(with("ts", values.text("ts")))
                        : refused("message_not_found");
            case "reactions.add", "reactions.remove" -> react(method, values);
            case "files.info" ->
                world.files()
                        .find(values.text("file"))
                        .map(file -> done(with("file", file)))
                        .orElseGet(() -> refused("file_not_found"));
            case "files.getUploadURLExternal" -> place(values);
            case "files.completeUploadExternal" -> complete(values);
            default -> refused("unknown_method");
        };
    }

    private Answer react(String method, JsonObject values) {
        String channel = values.text("channel");
        String number = values.text("timestamp");
        if (world.history(channel).stream().noneMatch(one -> one.text("ts").equals(number))) {
            return refused("message_not_found");
        }
        boolean add = method.equals("reactions.add");
        boolean done = add
                ? world.reactions().add(channel, number, values.text("name"))
                : world.reactions().remove(channel, number, values.text("name"));
        return done ? done(JsonObject.with("ok", true)) : refused(add ? "already_reacted" : "no_reaction");
    }

    private Answer channel(String id) {
        return done(with(
                "channel",
                JsonObject.with("id", id)
                        .with("name", "general")
                        .with("is_channel", true)
                        .with("is_im", false)
                        .with("is_member", world.isIn(id))
                        .build()));
    }

    /// The latest of what is later first, in pages.
    private Answer list(JsonObject values, String place) {
        String oldest = values.textOr("oldest", "0");
        int limit = Integer.parseInt(values.textOr("limit", "100"));
        int from = Integer.parseInt(values.textOr("cursor", "0"));
        List<JsonObject> found = world.history(place).stream()
                .filter(message -> message.text("ts").compareTo(oldest) > 0)
                .sorted(Comparator.comparing((JsonObject message) -> message.text("ts"))
                        .reversed())
                .map(WebApiEnd::listed)
                .toList();
        List<JsonObject> page = found.subList(Math.min(from, found.size()), Math.min(from + limit, found.size()));
        boolean more = from + limit < found.size();
        return done(with("messages", JsonArray.of(page))
                .with("has_more", more)
                .with(
                        "response_metadata",
                        JsonObject.with("next_cursor", more ? Integer.toString(from + limit) : "")
                                .build()));
    }

    private static JsonObject listed(JsonObject message) {
        Map<String, JsonValue> fields = new HashMap<>(message.fields());
        List.of("channel", "channel_type", "event_ts").forEach(fields::remove);
        return new JsonObject(fields);
    }

    private Answer post(JsonObject values) {
        String channel = values.text("channel");
        String text = values.textOr("text", "");
        if (text.isBlank() && !values.has("blocks")) {
            return refused("no_text");
        }
        if (text.length() > LONGEST_TEXT) {
            return refused("msg_too_long");
        }
        if (!Shown.isValid(values)) {
            return refused("invalid_blocks");
        }
        JsonObject message = world.make(channel, values);
        return done(with("channel", channel).with("ts", message.text("ts")).with("message", message));
    }

    private Answer update(JsonObject values) {
        if (!Shown.isValid(values)) {
            return refused("invalid_blocks");
        }
        return world.change(values.text("channel"), values.text("ts"), values)
                ? done(with("channel", values.text("channel")).with("ts", values.text("ts")))
                : refused("message_not_found");
    }

    private Answer place(JsonObject values) {
        if (Integer.parseInt(values.textOr("length", "0")) < 1) {
            return refused("invalid_arguments");
        }
        JsonObject file = world.files().keep(values.text("filename"), new byte[0], url);
        return done(with("upload_url", url + "/upload/v1/" + file.text("id")).with("file_id", file.text("id")));
    }

    private Answer complete(JsonObject values) {
        JsonArray files = values.list("files");
        for (JsonObject one : files.objects()) {
            String id = one.text("id");
            String name = world.files().find(id).orElseThrow().text("name");
            world.files()
                    .took(new SlackFiles.Sent(
                            values.text("channel_id"),
                            values.textOr("thread_ts", ""),
                            name,
                            world.files().bytes(id)));
        }
        return done(with("files", files));
    }

    private static JsonObject.Builder with(String field, String value) {
        return JsonObject.with("ok", true).with(field, value);
    }

    private static JsonObject.Builder with(String field, JsonValue value) {
        return JsonObject.with("ok", true).with(field, value);
    }

    private static Answer done(JsonObject.Builder body) {
        return done(body.build());
    }

    private static Answer done(JsonObject body) {
        return Answer.json(200, Map.of("content-type", "application/json; charset=utf-8"), body.toString());
    }

    private static Answer refused(String error) {
        return Answer.json(
                200,
                Map.of(),
                JsonObject.with("ok", false).with("error", error).build().toString());
    }
}
