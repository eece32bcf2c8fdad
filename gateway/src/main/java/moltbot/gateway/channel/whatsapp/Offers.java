package moltbot.gateway.channel.whatsapp;

import java.util.List;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.FileNames;
import moltbot.gateway.channel.Incoming.Offered;

/// The file of a message, where it is one.
final class Offers {
    private static final List<String> KINDS = List.of("image", "video", "audio", "document", "sticker");

    private Offers() {}

    static List<Offered> of(JsonObject message) {
        String type = message.textOr("type", "");
        if (!KINDS.contains(type)) {
            return List.of();
        }
        JsonObject file = message.object(type);
        String name = FileNames.of(file.textOr("filename", ""), file.textOr("mime_type", ""));
        return List.of(new Offered(file.text("id"), name, 0));
    }
}
