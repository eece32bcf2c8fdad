package moltbot.runtime.agent;

import moltbot.contract.model.ModelRequest;

/// Whoever answers. Fails with [ContractException], whose reason says whether asking again is worth it.
@FunctionalInterface
public interface Model {
    /// One complete answer; its text goes to `drafts` as it comes.
    Answer ask(ModelRequest request, Drafts drafts) throws InterruptedException;
}
