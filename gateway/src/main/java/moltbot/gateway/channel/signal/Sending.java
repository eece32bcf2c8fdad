package moltbot.gateway.channel.signal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.channel.OutgoingFile;
import moltbot.gateway.channel.signal.Rpc.Reply;

/// The request `send`, and what its answer means.
final class Sending {
    private static final int USER_ERROR = -1;
    private static final int UNTRUSTED_KEY = -4;
    private static final int RATE_LIMIT = -5;
    private static final int INVALID_PARAMETERS = -32602;
    private static final Duration LONG = Duration.ofMinutes(5);

    private Sending() {}

    /// Whom a request is about: a person or a group.
    static JsonObject.Builder to(Address to) {
        String field = to.kind() == Address.Kind.GROUP ? "groupId" : "recipient";
        return JsonObject.with("account", to.account()).with(field, JsonArray.ofTexts(List.of(to.id())));
    }

    /// @param toSelf  whether it goes to the account's own conversation with itself
    static JsonObject request(Address to, boolean toSelf, Styled text) {
        boolean note = toSelf && to.kind() == Address.Kind.DIRECT;
        JsonObject.Builder request =
                note ? JsonObject.with("account", to.account()).with("noteToSelf", true) : to(to);
        if (!text.spans().isEmpty()) {
            request.with(
                    "textStyle",
                    JsonArray.ofTexts(
                            text.spans().stream().map(Sending::style).distinct().toList()));
        }
        return request.with("message", text.text()).build();
    }

    /// A file, as signal-cli takes it: in the address itself.
    static JsonObject request(Address to, boolean toSelf, OutgoingFile file) {
        boolean note = toSelf && to.kind() == Address.Kind.DIRECT;
        JsonObject.Builder request =
                note ? JsonObject.with("account", to.account()).with("noteToSelf", true) : to(to);
        String name = URLEncoder.encode(file.name(), StandardCharsets.UTF_8);
        String data = Base64.getEncoder().encodeToString(file.bytes());
        return request.with("message", "")
                .with(
                        "attachments",
                        JsonArray.ofTexts(
                                List.of("data:" + file.mediaType() + ";filename=" + name + ";base64," + data)))
                .build();
    }

    /// `start:length:STYLE`, in UTF-16 units.
    private static String style(Styled.Span span) {
        String name = switch (span.style()) {
            case BOLD -> "BOLD";
            case ITALIC -> "ITALIC";
            case STRIKETHROUGH -> "STRIKETHROUGH";
            case CODE, CODE_BLOCK -> "MONOSPACE";
        };
        return span.start() + ":" + span.length() + ":" + name;
    }

    /// When a message was sent, which is what Signal knows it by.
    static OptionalLong timestamp(Reply reply) {
        return reply instanceof Reply.Result(JsonObject sent) && sent.has("timestamp")
                ? OptionalLong.of(sent.number("timestamp"))
                : OptionalLong.empty();
    }

    static Outcome outcome(Reply reply) {
        return switch (reply) {
            case Reply.Result(JsonValue value) ->
                judged(value instanceof JsonObject object ? object : JsonObject.EMPTY, "");
            case Reply.Fault fault -> failed(fault);
            case Reply.NotSent(String why) -> new Outcome.Later(why, Duration.ZERO);
            case Reply.Lost(String why) -> new Outcome.Unknown(why);
        };
    }

    private static Outcome failed(Reply.Fault fault) {
        JsonObject response = fault.data().objectOr("response", JsonObject.EMPTY);
        if (response.has("results")) {
            return judged(response, fault.message());
        }
        return switch ((int) fault.code()) {
            case UNTRUSTED_KEY -> new Outcome.Never(changedIdentity());
            case RATE_LIMIT -> limited(LONG.toSeconds());
            case INVALID_PARAMETERS ->
                new Outcome.Later(
                        "Signal's account is not linked here any more; './moltbot signal link' links it again.", LONG);
            case USER_ERROR -> new Outcome.Never("Signal refused this message for good.");
            default -> new Outcome.Later("Signal could not be reached.", Duration.ZERO);
        };
    }

    /// In a group it is there if anybody has it: sending again would double it for those.
    private static Outcome judged(JsonObject response, String message) {
        List<JsonObject> results = response.listOr("results", JsonArray.EMPTY).objects();
        if (results.isEmpty()
                || results.stream().anyMatch(result -> type(result).equals("SUCCESS"))) {
            return new Outcome.Sent();
        }
        JsonObject first = results.getFirst();
        return switch (type(first)) {
            case "UNREGISTERED_FAILURE" -> new Outcome.Never("They have no Signal any more.");
            case "IDENTITY_FAILURE" -> new Outcome.Never(changedIdentity());
            case "RATE_LIMIT_FAILURE" -> limited(first.numberOr("retryAfterSeconds", LONG.toSeconds()));
            default ->
                new Outcome.Later(
                        "Signal could not deliver it" + (message.isEmpty() ? "." : ": its network failed."),
                        Duration.ZERO);
        };
    }

    private static String type(JsonObject result) {
        return result.textOr("type", "");
    }

    private static Outcome limited(long seconds) {
        return new Outcome.Later(
                "Signal asks for fewer messages.",
                Duration.ofSeconds(Math.clamp(seconds, 1, Duration.ofDays(1).toSeconds())));
    }

    private static String changedIdentity() {
        return "Their safety number has changed, so nothing was sent. Compare it with them, then trust it in Signal.";
    }
}
