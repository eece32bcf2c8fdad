package moltbot.gateway.channel.discord;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.FileNames;
import moltbot.gateway.channel.Incoming.Offered;
import moltbot.gateway.channel.OutgoingFile;
import moltbot.gateway.channel.bot.Forms;
import moltbot.gateway.egress.Multipart;

/// [Attachments](https://discord.com/developers/docs/resources/message#attachment-object), both ways.
final class Files {
    private Files() {}

    /// Those of a message itself; of what was sent on there are none.
    static List<Offered> of(JsonObject message) {
        List<Offered> files = new ArrayList<>();
        for (JsonObject file : message.listOr("attachments", JsonArray.EMPTY).objects()) {
            String name = FileNames.of(file.textOr("filename", ""), file.textOr("content_type", ""));
            files.add(new Offered(file.text("url"), name, file.numberOr("size", 0)));
        }
        return List.copyOf(files);
    }

    /// The request that creates a message of one file, as a form
    /// ([uploading files](https://discord.com/developers/docs/reference#uploading-files)).
    static Multipart request(OutgoingFile file) {
        JsonObject attachment =
                JsonObject.with("id", 0).with("filename", file.name()).build();
        JsonObject message = Sending.message(UUID.randomUUID().toString(), "")
                .with("attachments", JsonArray.of(List.of(attachment)))
                .build();
        return Forms.of(JsonObject.with("payload_json", message).build(), "files[0]", file);
    }
}
