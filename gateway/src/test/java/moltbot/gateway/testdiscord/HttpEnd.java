package moltbot.gateway.testdiscord;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testdiscord.DiscordWorld.Fault;
import moltbot.gateway.testweb.Answer;
import moltbot.gateway.testweb.Wire;

/// Discord's end of the HTTP API, with its answers and refusals.
final class HttpEnd {
    private static final String ROOT = "/api/v10/";
    private static final int LONGEST_TEXT = 2_000;
    private static final int LONGEST_NONCE = 25;

    private final DiscordWorld world;
    private final String gateway;

    HttpEnd(DiscordWorld world, String gateway) {
        this.world = world;
        this.gateway = gateway;
    }

    Answer answer(Wire.Request asked) {
        String[] target = asked.path().split("\\?", 2);
        if (target[0].startsWith("/attachments/")) {
            return world.files()
                    .find(target[0], asked.header("authorization"))
                    .map(bytes -> new Answer(200, Map.of("content-type", "application/octet-stream"), bytes))
                    .orElse(new Answer(404, Map.of(), new byte[0]));
        }
        Map<String, byte[]> form = Wire.fields(asked);
        JsonObject body = body(asked, form);
        world.came(new DiscordWorld.Request(asked.method(), asked.path(), body));
        if (!target[0].startsWith(ROOT)) {
            return refused(404, 0, "404: Not Found");
        }
        String path = target[0].substring(ROOT.length());
        if (!asked.header("authorization").startsWith("Bot ")
                || !world.knows(asked.header("authorization").substring(4))) {
            return refused(401, 0, "401: Unauthorized");
        }
        Optional<Fault> fault = world.nextFault(asked.method(), path);
        if (fault.isPresent() && !fault.get().done()) {
            return Answer.json(
                    fault.get().status(), fault.get().headers(), fault.get().body());
        }
        Answer answer = answer(asked.method(), path, target.length > 1 ? target[1] : "", body);
        if (answer.status() == 200 && asked.method().equals("POST")) {
            take(path, form, body);
        }
        if (fault.isPresent()) {
            Map<String, String> headers = new LinkedHashMap<>(answer.headers());
            headers.putAll(fault.get().headers());
            return new Answer(fault.get().status() == 0 ? 0 : answer.status(), headers, answer.body());
        }
        return answer;
    }

    private static JsonObject body(Wire.Request asked, Map<String, byte[]> form) {
        if (asked.body().length == 0) {
            return JsonObject.EMPTY;
        }
        if (asked.method().equals("PUT")) {
            // A list, which takes the place of the one before.
            return JsonObject.parse("{\"list\":" + new String(asked.body(), StandardCharsets.UTF_8) + "}");
        }
        return form.isEmpty()
                ? JsonObject.parse(asked.body())
                : form.entrySet().stream()
                        .filter(part -> part.getKey().contains("name=\"payload_json\""))
                        .findFirst()
                        .map(part -> JsonObject.parse(part.getValue()))
                        .orElseThrow();
    }

    /// Each file of a form is named by the list of attachments, by its number.
    private void take(String path, Map<String, byte[]> form, JsonObject body) {
        form.forEach((head, bytes) -> body.listOr("attachments", JsonArray.EMPTY).objects().stream()
                .filter(file -> head.contains("name=\"files["
                        + file.find("id").orElseThrow().toString().replace("\"", "") + "]\""))
                .forEach(file -> world.files()
                        .took(new DiscordFiles.Sent(
                                path.split("/", -1)[1],
                                file.textOr("filename", head.replaceAll("(?s).*filename=\"([^\"]*)\".*", "$1")),
                                bytes))));
    }

    private Answer answer(String method, String path, String query, JsonObject body) {
        String[] parts = path.split("/", -1);
        return switch (method + " " + path.replaceAll("[0-9]+", "#")) {
            case "GET users/@me" -> done(Events.bot());
            case "GET gateway/bot" -> done(starts());
            case "POST users/@me/channels" -> talk(body.text("recipient_id"));
            case "GET channels/#" -> world.channel(parts[1]).map(HttpEnd::done).orElse(unknown());
            case "GET channels/#/messages" -> list(parts[1], query);
            case "POST channels/#/messages" -> create(parts[1], body);
            case "POST interactions/#/" + Events.TICKET + "/callback" -> callBack(parts[1], body);
            case "PUT applications/#/commands" -> Answer.json(200, Map.of(), "[]");
            case "PATCH channels/#/messages/#" -> edit(parts[1], parts[3], body);
            case "DELETE channels/#/messages/#" ->
                world.change(parts[1], parts[3], JsonObject.EMPTY)
                        ? Answer.json(204, Map.of(), "")
                        : refused(404, 10008, "Unknown Message");
            case "POST channels/#/typing" -> Answer.json(204, Map.of(), "");
            default -> refused(404, 0, "404: Not Found");
        };
    }

    private JsonObject starts() {
        return JsonObject.with("url", gateway)
                .with("shards", 1)
                .with(
                        "session_start_limit",
                        JsonObject.with("total", 1000)
                                .with("remaining", world.starts())
                                .with("reset_after", 14_400_000)
                                .with("max_concurrency", 1)
                                .build())
                .build();
    }

    private static Answer talk(String person) {
        return done(Events.talk(person, "Anna"));
    }

    private Answer list(String channel, String query) {
        Map<String, String> values = new HashMap<>();
        for (String one : query.split("&", -1)) {
            String[] parts = one.split("=", 2);
            values.put(parts[0], parts[parts.length - 1]);
        }
        int limit = Integer.parseInt(values.getOrDefault("limit", "50"));
        if (limit < 1 || limit > 100) {
            return refused(400, 50035, "Invalid Form Body");
        }
        return Answer.json(
                200,
                limits(channel),
                JsonArray.of(world.after(channel, values.getOrDefault("after", "0"), limit))
                        .toString());
    }

    private Answer create(String channel, JsonObject body) {
        String text = body.textOr("content", "");
        if (text.isBlank() && !body.has("attachments")) {
            return refused(400, 50006, "Cannot send an empty message");
        }
        if (text.codePointCount(0, text.length()) > LONGEST_TEXT
                || body.textOr("nonce", "").length() > LONGEST_NONCE
                || !isOffer(body)) {
            return refused(400, 50035, "Invalid Form Body");
        }
        return Answer.json(200, limits(channel), world.make(channel, body).toString());
    }

    private Answer edit(String channel, String message, JsonObject body) {
        if (!isOffer(body) || body.text("content").length() > LONGEST_TEXT) {
            return refused(400, 50035, "Invalid Form Body");
        }
        return world.change(channel, message, body)
                ? Answer.json(
                        200,
                        limits(channel),
                        JsonObject.with("id", message).build().toString())
                : refused(404, 10008, "Unknown Message");
    }

    private Answer callBack(String interaction, JsonObject body) {
        return world.taps().callBack(interaction, body)
                ? Answer.json(204, Map.of(), "")
                : refused(404, 10062, "Unknown interaction");
    }

    private static boolean isOffer(JsonObject body) {
        List<JsonObject> rows = body.listOr("components", JsonArray.EMPTY).objects();
        return rows.size() <= 5
                && rows.stream().allMatch(row -> {
                    List<JsonObject> buttons = row.list("components").objects();
                    return row.integer("type") == 1
                            && buttons.size() <= 5
                            && buttons.stream()
                                    .allMatch(button -> button.integer("type") == 2
                                            && button.text("label").length() <= 80
                                            && button.text("custom_id").length() <= 100);
                });
    }

    private static Map<String, String> limits(String channel) {
        return Map.of(
                "x-ratelimit-bucket",
                "b" + channel,
                "x-ratelimit-limit",
                "5",
                "x-ratelimit-remaining",
                "4",
                "x-ratelimit-reset",
                "1700000000.000",
                "x-ratelimit-reset-after",
                "1.000");
    }

    private static Answer unknown() {
        return refused(404, 10003, "Unknown Channel");
    }

    private static Answer done(JsonObject body) {
        return Answer.json(200, Map.of(), body.toString());
    }

    private static Answer refused(int status, int code, String message) {
        return Answer.json(
                status,
                Map.of(),
                JsonObject.with("message", message).with("code", code).build().toString());
    }
}
