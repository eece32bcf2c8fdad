package moltbot.spawner.probe;

import java.util.List;

/// What became of one probe.
///
/// @param evidence  what it reached, or why nobody knows
record Verdict(Result result, List<String> evidence) {
    enum Result {
        /// It came to its end and reached nothing.
        CONTAINED,
        /// It got out.
        ESCAPED,
        /// It did not come to its end, which shows nothing.
        UNKNOWN
    }

    boolean contained() {
        return result == Result.CONTAINED;
    }

    @Override
    public String toString() {
        return result.name().toLowerCase(java.util.Locale.ROOT) + (evidence.isEmpty() ? "" : " " + evidence);
    }
}
