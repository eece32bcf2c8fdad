package moltbot.gateway.speech;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Tells sound from other files by how they begin: what a messenger says of a file, anybody may have made up.
public final class Audio {
    private static final int BEGINNING = 12;

    private Audio() {}

    /// What a file of this kind is called by its ending, such as `ogg`; empty where it is no sound that is known here.
    public static Optional<String> kind(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, BEGINNING), StandardCharsets.ISO_8859_1);
        if (start.startsWith("OggS")) {
            return Optional.of("ogg");
        }
        if (start.startsWith("ID3") || start.startsWith("\u00ff\u00fb") || start.startsWith("\u00ff\u00f3")) {
            return Optional.of("mp3");
        }
        if (start.startsWith("RIFF") && start.endsWith("WAVE")) {
            return Optional.of("wav");
        }
        if (start.startsWith("fLaC")) {
            return Optional.of("flac");
        }
        if (start.startsWith("\u00ff\u00f1") || start.startsWith("\u00ff\u00f9")) {
            return Optional.of("aac");
        }
        return start.startsWith("ftypM4A", 4) ? Optional.of("m4a") : Optional.empty();
    }
}
