package moltbot.control.chat;

import java.util.List;
import moltbot.contract.chat.SentFile;
import org.jspecify.annotations.Nullable;

/// What a person wrote, and what they sent along.
///
/// @param files  as they are announced
/// @param bytes  of the files, one after the other
public record Words(String text, List<SentFile> files, Bytes bytes) {
    /// Gives the next piece, or null at the end.
    @FunctionalInterface
    public interface Bytes {
        byte @Nullable [] next() throws InterruptedException;
    }

    public Words {
        files = List.copyOf(files);
    }

    /// Nothing but words.
    public Words(String text) {
        this(text, List.of(), () -> null);
    }
}
