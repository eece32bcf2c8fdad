package moltbot.gateway.channel;

import moltbot.contract.channel.Address;

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
        /// It has not been reached for long.
        AWAY,
        /// The house is to send less for a while, or to show that a person sends.
        LIMITED
    }

    /// Rings; what is said to the owner is control's to choose.
    ///
    /// @param since  when it began, in milliseconds of the epoch; the same again is the same trouble
    void ring(String channel, Trouble trouble, long since);

    /// What a messenger took for somebody, and said later that it could not bring.
    ///
    /// @param to     whom it was for
    /// @param file   whether it was a file; else it was words
    /// @param since  when that was said, in milliseconds of the epoch
    record Undelivered(Address to, boolean file, Why why, long since) {
        /// Why it is not there.
        public enum Why {
            /// They have not written for too long.
            WINDOW,
            /// They are not there any more, or do not want it.
            GONE,
            /// The messenger says no more than that.
            REFUSED
        }
    }

    /// Has the owner told of that; as [#ring], it returns at once, and nothing of what was said goes along.
    default void undelivered(Undelivered what) {}
}
