package moltbot.gateway.model.remote;

import moltbot.contract.model.Usage;

/// Keeps the accounts: no question leaves before it is written down and fits within the owner's limits.
public interface Meter {
    /// What a question may cost at most.
    ///
    /// @param turn          which turn asks; empty where none does
    /// @param free          true for a model that costs nothing unless the owner says it does
    /// @param inputTokens   as counted, or estimated with a margin
    /// @param outputTokens  bound on the answer
    record Claim(String turn, String provider, String model, boolean free, long inputTokens, long outputTokens) {
        public Claim withInput(long tokens) {
            return new Claim(turn, provider, model, free, tokens, outputTokens);
        }
    }

    /// Sets aside what is claimed; returns once that is on disk. Waits a while where only what others have set aside
    /// stands in the way. Refused with a reason that begins with `budget-` and a sentence for the owner, and then
    /// nothing may be sent.
    Charge begin(Claim claim) throws InterruptedException;

    /// True if it would not be refused.
    boolean fits(Claim claim);

    /// What was set aside for one question. Where nothing is told of it until it is closed, all of it counts as spent.
    interface Charge extends AutoCloseable {
        /// What it was in the end.
        void spent(Usage usage);

        /// The provider did not take the question.
        default void free() {
            spent(Usage.NONE);
        }

        @Override
        default void close() {}
    }

    /// Keeps no accounts.
    Meter NONE = new Meter() {
        @Override
        public Charge begin(Claim claim) {
            return usage -> {};
        }

        @Override
        public boolean fits(Claim claim) {
            return true;
        }
    };
}
