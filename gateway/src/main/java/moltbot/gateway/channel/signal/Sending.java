package moltbot.gateway.channel.signal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.OutgoingFile;
import moltbot.gateway.channel.signal.rpc.Rpc.Reply;

/// The request `send`; what its answer means says [Delivery].
final class Sending {
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
}
