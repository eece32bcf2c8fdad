package moltbot.gateway.channel.webhook;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.Cut;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// What a program sends, as words: the field `text` of a JSON object, else all of the object, or plain text. Bounded:
/// whoever cannot be read in a page has to say it shorter.
final class Words {
    /// The longest, in UTF-16 units.
    static final int MOST = 8_000;

    private static final String CUT = "\n(The rest was too long and is not shown.)";

    private Words() {}

    /// Empty where it cannot be read, or says nothing.
    static Optional<String> of(String type, byte[] body) {
        try {
            return switch (type) {
                case "text/plain", "" -> said(utf8(body));
                case "application/json" -> said(json(JsonObject.parse(body)));
                default -> Optional.empty();
            };
        } catch (CharacterCodingException | ContractException e) {
            return Optional.empty();
        }
    }

    private static String json(JsonObject json) {
        return json.find("text").orElse(JsonValue.NULL) instanceof JsonValue.Text(String text) ? text : json.toString();
    }

    private static String utf8(byte[] body) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    }

    private static Optional<String> said(String text) {
        String plain = text.strip();
        if (plain.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Cut.within(plain, MOST, CUT));
    }
}
