package moltbot.breaker.hook;

import java.util.Locale;
import moltbot.contract.ContractException;

/// What whoever calls a hook proves themselves by.
public enum HookKind {
    /// A token in the header `Authorization` (RFC 6750).
    BEARER,
    /// A signature of the body: HMAC-SHA-256 in the header `X-Hub-Signature-256`.
    HMAC,
    /// As [#HMAC], with the secret of an app of Meta's, and its question before the first call.
    META;

    /// Whether it goes on after a trip, and is called during one: where the secret is a service's, which this house
    /// never gave to anybody, and would be brought again for the next.
    boolean outlivesTrips() {
        return this == META;
    }

    /// The stable word.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The kind of this word; refuses others.
    public static HookKind of(String word) {
        for (HookKind kind : values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw ContractException.refused(
                "bad-kind", "A hook is of the kind bearer, hmac or meta, not '" + word + "'. No hook was made.");
    }
}
