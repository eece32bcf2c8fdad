package moltbot.runtime.memory;

import java.util.Optional;

/// What a text is about, as a vector of fixed length: those of two texts about the same thing point the same way, also
/// where no word is common to both. Safe for several threads.
@FunctionalInterface
public interface Meaning {
    /// Knows nothing: there are words alone.
    Meaning NONE = _ -> Optional.empty();

    /// The vector of a text, of length 1; empty where that cannot be told now. The first may take half a second, others
    /// some milliseconds.
    ///
    /// @param text  what of it is longer than a model reads does not count
    Optional<float[]> of(String text);
}
