package moltbot.runtime.agent;

/// Where a turn happens: keeps its steps and shows its drafts.
public interface Stage extends Drafts {
    /// Keeps a step; returns once it is on disk.
    void commit(Step step) throws InterruptedException;

    /// Says that a person is being waited for, which does not count as the turn's own time.
    void waitingForPerson(boolean waiting);
}
