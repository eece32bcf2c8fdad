package moltbot.gateway.channel;

import java.util.Map;

/// Names for files that messengers send without one.
public final class FileNames {
    private static final Map<String, String> ENDINGS = Map.ofEntries(
            Map.entry("image/jpeg", "photo.jpg"),
            Map.entry("image/png", "image.png"),
            Map.entry("image/gif", "image.gif"),
            Map.entry("image/webp", "image.webp"),
            Map.entry("image/heic", "photo.heic"),
            Map.entry("application/pdf", "document.pdf"),
            Map.entry("text/plain", "text.txt"),
            Map.entry("text/x-signal-plain", "text.txt"),
            Map.entry("audio/aac", "voice-message.aac"),
            Map.entry("audio/ogg", "voice-message.ogg"),
            Map.entry("audio/mp4", "voice-message.m4a"),
            Map.entry("audio/mpeg", "audio.mp3"),
            Map.entry("video/mp4", "video.mp4"));

    private FileNames() {}

    /// The name it has, else one by its kind.
    public static String of(String name, String mediaType) {
        return name.isBlank() ? ENDINGS.getOrDefault(mediaType.split(";", 2)[0].strip(), "file") : name;
    }
}
