package moltbot.gateway.channel.telegram;

import java.util.ArrayList;
import java.util.List;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.FileNames;
import moltbot.gateway.channel.Incoming.Offered;

/// The files of a [message](https://core.telegram.org/bots/api#message).
final class Offers {
    /// Fields that hold one, and what it is called where it has no name. An animation is a document, too.
    private static final List<List<String>> KINDS = List.of(
            List.of("animation", "animation.mp4"),
            List.of("document", ""),
            List.of("audio", "audio.mp3"),
            List.of("voice", "voice-message.ogg"),
            List.of("video", "video.mp4"),
            List.of("video_note", "video-message.mp4"));

    private Offers() {}

    static List<Offered> of(JsonObject message) {
        List<Offered> files = new ArrayList<>();
        // A photo is a list of its sizes, the largest last.
        List<JsonObject> sizes = message.listOr("photo", JsonArray.EMPTY).objects();
        if (!sizes.isEmpty()) {
            files.add(offered(sizes.getLast(), "photo.jpg"));
        }
        for (List<String> kind : KINDS) {
            boolean twice = kind.getFirst().equals("document") && message.has("animation");
            if (message.has(kind.getFirst()) && !twice) {
                JsonObject file = message.object(kind.getFirst());
                files.add(offered(
                        file,
                        kind.getLast().isEmpty() ? FileNames.of("", file.textOr("mime_type", "")) : kind.getLast()));
            }
        }
        return List.copyOf(files);
    }

    private static Offered offered(JsonObject file, String usual) {
        String name = file.textOr("file_name", "");
        return new Offered(file.text("file_id"), name.isBlank() ? usual : name, file.numberOr("file_size", 0));
    }
}
