package moltbot.guardian.fact.network;

import moltbot.guardian.fact.Listener;

/// Another program's listener that other machines can reach, and what came of asking it.
///
/// @param settled  false while it may still turn out to be one of ours
/// @param how      how it was asked, for people: `http to 192.168.1.5:8080`
/// @param program  whose it is, or empty where that cannot be seen
public record Relay(Listener listener, boolean settled, Verdict verdict, String how, String program) {
    /// What came of asking.
    public enum Verdict {
        /// It has not been asked yet, or is being asked.
        PENDING,
        /// What a stranger sent there arrived at our breaker.
        CARRIES,
        /// What a stranger sent there arrived at the guarded panel, and not by our breaker.
        PAST,
        /// It did not.
        OTHER
    }
}
