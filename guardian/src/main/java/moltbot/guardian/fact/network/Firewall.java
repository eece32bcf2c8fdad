package moltbot.guardian.fact.network;

/// Whether something keeps other machines from ports of this one.
///
/// @param text  what was seen, or why it was not
public record Firewall(State state, String text) {
    /// Unknown is as good as none.
    public enum State {
        ON,
        OFF,
        UNKNOWN
    }
}
