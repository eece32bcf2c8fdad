package moltbot.contract.hook;

import java.util.Locale;

/// What became of a [HookCall].
public enum Taken {
    /// It is kept, or there was nothing in it to keep: whoever calls need not call again.
    DONE,
    /// It cannot be read, and will not be another time.
    UNREADABLE,
    /// Not now, or not yet: the same again later finds out.
    LATER;

    /// As it is written.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What was written; a word that is none means that it is not known.
    public static Taken of(String word) {
        for (Taken one : values()) {
            if (one.word().equals(word)) {
                return one;
            }
        }
        return LATER;
    }
}
