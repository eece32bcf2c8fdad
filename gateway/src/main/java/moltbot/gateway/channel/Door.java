package moltbot.gateway.channel;

import moltbot.contract.ContractException;

/// Control's side: who may talk to the assistant, and what the runtime keeps of it.
@FunctionalInterface
public interface Door {
    /// What somebody who writes is.
    sealed interface Answer {
        /// Let in, and what they wrote is on disk.
        record Taken() implements Answer {}

        /// Let in; what they wrote was a command, and this is its answer.
        record Said(String text) implements Answer {}

        /// Unknown, and to be told this code.
        record Code(String code) implements Answer {}

        /// Nothing is to be said to them.
        record Silence() implements Answer {}
    }

    /// Asks about the sender, and hands over the words, and the files, only of one who is let in.
    ///
    /// @throws ContractException  where it could not be asked or the words were not taken
    Answer knock(Incoming message) throws InterruptedException;

    /// Says that a message was taken back; nothing happens where it was never taken.
    ///
    /// @throws ContractException  where it could not be said
    default void withdraw(Incoming.Withdrawn message) throws InterruptedException {}
}
