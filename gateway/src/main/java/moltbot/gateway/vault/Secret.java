package moltbot.gateway.vault;

import java.util.Objects;

/// A key. Prints as `[redacted]`, has no equality that could be probed, and is read only with a [SecretAccess].
public final class Secret {
    /// What stands where a secret would.
    public static final String HIDDEN = "[redacted]";

    private final String value;

    Secret(String value) {
        this.value = value;
    }

    /// The key in clear.
    public String reveal(SecretAccess access) {
        Objects.requireNonNull(access);
        return value;
    }

    /// The same text without this key in it: for words that come from a server which knows the key.
    public String scrub(String text) {
        return text.replace(value, HIDDEN);
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}
