package moltbot.runtime.person;

import java.time.Duration;
import java.util.List;

/// Where messages to others are kept and what became of them. What a call here has returned from is on disk. Refuses
/// with `storage` where the disk does. Safe for several threads.
public interface Messages {
    /// Most messages of one turn and of one day, together to all.
    int MAX_OF_TURN = 5;

    int MAX_OF_DAY = 50;

    /// A message that is wanted.
    ///
    /// @param call  the same again is the same message
    record Wanted(String call, String sender, String session, String to, String recipient, String text) {}

    /// Where one stands.
    ///
    /// @param why  a sentence where it is not there; may be empty
    record Kept(long number, String recipient, State state, String why) {}

    /// What became of it.
    enum State {
        /// It waits for its turn, or for another try.
        QUEUED,
        /// The messenger has it.
        SENT,
        /// It was given up, and has not arrived.
        FAILED,
        /// It may have arrived, so it was not tried again.
        UNKNOWN
    }

    /// Has it sent: it is in the outbox from here on, once. Refuses with `too-many`.
    /// And with `sent-before`, where the same words to the same person are on their way or may have arrived.
    Kept post(Wanted wanted);

    /// Waits until it is settled, or a try has failed, but not for longer.
    Kept await(Kept posted, Duration most) throws InterruptedException;

    /// The newest of a conversation.
    List<Kept> of(String sender, String session);
}
