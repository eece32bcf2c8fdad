package moltbot.guardian.lease;

/// Whether a lock gets a lease now.
sealed interface Decision {
    /// It does.
    record Give(String sealed) implements Decision {}

    /// Not now; what it holds may run out.
    record Withhold(String why) implements Decision {}

    /// No, and what it holds ends at once.
    record End(String why) implements Decision {}
}
