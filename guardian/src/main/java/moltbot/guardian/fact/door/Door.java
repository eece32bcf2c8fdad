package moltbot.guardian.fact.door;

/// How the house meets people in a messenger whom the owner did not let in.
///
/// @param direct      what becomes of their direct messages: `pairing`, `allow-list`, `closed`, or `open`: they are
///                    answered like anybody
/// @param commands    whether the assistant may run commands
/// @param waiting     how many wait for the owner's word
/// @param turnedAway  how many more asked within the last hour
public record Door(String direct, boolean commands, int waiting, int turnedAway) {
    /// True where whoever has the number is answered.
    public boolean open() {
        return !direct.equals("pairing") && !direct.equals("allow-list") && !direct.equals("closed");
    }
}
