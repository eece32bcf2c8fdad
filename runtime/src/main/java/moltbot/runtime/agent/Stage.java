package moltbot.runtime.agent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where a turn happens: keeps its steps and shows its drafts.
public interface Stage extends Drafts {
    /// Keeps a step; returns once it is on disk.
    void commit(Step step) throws InterruptedException;

    /// The messages that came since and are meant to steer this turn, in order; each until a step says it joined.
    List<Newcomer> newcomers();

    /// The first message that came since, whatever was chosen for such; until a step says it joined.
    Optional<Newcomer> next();

    /// The turn goes on when the person has written, or then: it gives up its place until it does.
    ///
    /// @param until  in milliseconds of the epoch
    void rests(long until);

    /// What the person was asked in these turns of the conversation and said, one line each, oldest first.
    ///
    /// @param from  the first event's number
    /// @param to    of the event that began the last of them
    List<String> approvals(long from, long to);

    /// Says that a person is being waited for, which does not count as the turn's own time.
    void waitingForPerson(boolean waiting);

    /// Says that a model is being waited for: where it is silent for long the person is told.
    void waitingForModel(boolean waiting);

    /// Interrupts the thread that asks for it, again and again, once it has used up this much time; waits for a person
    /// do not count.
    Limit limit(Duration most);

    /// A bound on time, until it is closed: then nothing of it is left in the thread.
    interface Limit extends AutoCloseable {
        /// True where it was reached.
        boolean isOver();

        @Override
        void close();
    }
}
