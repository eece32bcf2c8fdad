package moltbot.gateway.channel.whatsapp;

import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.channel.Fetched;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.OutgoingFile;
import moltbot.gateway.egress.Multipart;

/// Files, both ways
/// ([media](https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media/)).
final class Transfer {
    private static final Fetched NOT_GIVEN = new Fetched.Missing("WhatsApp could not give it");

    private final GraphApi api;

    Transfer(GraphApi api) {
        this.api = api;
    }

    /// Where a file is is asked when it is wanted: the address is good for some minutes.
    Fetched fetch(Line line, Incoming.Offered offered, int most) throws InterruptedException {
        if (!Line.isId(offered.reference())) {
            return NOT_GIVEN;
        }
        Reply reply = api.media(line.key(), offered.reference());
        if (!(reply instanceof Reply.Done(JsonObject found))) {
            return reply instanceof Reply.NotSent || reply instanceof Reply.Lost
                    ? new Fetched.Missing("WhatsApp did not answer")
                    : NOT_GIVEN;
        }
        return size(found) > most ? Fetched.tooLarge() : api.download(line.key(), found.textOr("url", ""), most);
    }

    /// A number, which is also written as a text.
    private static long size(JsonObject file) {
        String size = file.find("file_size")
                .map(value -> value instanceof JsonValue.Text(String text) ? text : value.toString())
                .orElse("");
        return size.matches("[0-9]{1,15}") ? Long.parseLong(size) : 0;
    }

    /// Brings a file there; nobody is shown it.
    Reply bring(Line line, Kinds.Kind kind, OutgoingFile file) throws InterruptedException {
        JsonObject parameters = JsonObject.with("messaging_product", "whatsapp")
                .with("type", kind.media())
                .build();
        return api.upload(line.key(), Multipart.of(parameters, "file", file.name(), kind.media(), file.bytes()));
    }
}
