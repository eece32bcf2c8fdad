package moltbot.runtime.workspace;

import java.util.Optional;

/// A file that somebody was given.
///
/// @param name   what it is called, plain
/// @param bytes  all of it; not to be changed
public record GivenFile(String name, byte[] bytes) {
    /// Finds the file that a letter is.
    @FunctionalInterface
    public interface Source {
        Optional<GivenFile> of(long letter);
    }
}
