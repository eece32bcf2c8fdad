package moltbot.gateway.channel;

/// Has the owner told of what a messenger cannot mend by itself. Returns at once; whoever rings again for the same is
/// not heard twice.
@FunctionalInterface
public interface Alarm {
    /// What is wrong.
    enum Trouble {
        /// The messenger does not know the house's key any more.
        REVOKED,
        /// Somebody else takes what is written to the house.
        CONTESTED,
        /// The messenger refuses what the house is there for, by how the house is set up there.
        FORBIDDEN,
        /// The key of somebody whom the house writes with is another now, and the owner must say whether it is theirs.
        CHANGED,
        /// The house is to send less for a while, or to show that a person sends.
        LIMITED
    }

    /// Rings; what is said to the owner is control's to choose.
    ///
    /// @param since  when it began, in milliseconds of the epoch; the same again is the same trouble
    void ring(String channel, Trouble trouble, long since);
}
