package moltbot.runtime.tool;

import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;

/// Who decides about effects; in the house that is control. Waits and asks again while it cannot be reached.
public interface Authority {
    /// What is asked.
    ///
    /// @param call   unique and the same when asked again, so that the answer is
    /// @param asker  whose conversation wants it
    record Question(String call, Asker asker, String tool, Effect effect) {}

    /// Who wants something done.
    ///
    /// @param label  of all the conversation has read
    /// @param task   of the sub-agent that wants it, in a line; empty where none does
    record Asker(String sender, String session, String turn, Label label, String task) {
        public Asker(String sender, String session, String turn, Label label) {
            this(sender, session, turn, label, "");
        }
    }

    /// What it says at once.
    sealed interface Ruling {
        record Allow(String grant) implements Ruling {}

        /// A person must say; [Authority#await] waits for it.
        record Ask(String approval, String why) implements Ruling {}

        record Deny(String why) implements Ruling {}

        /// No decision could be had or recorded: nothing may happen.
        record None(String why) implements Ruling {}
    }

    /// What the person said.
    sealed interface Answer {
        record Approved(String grant) implements Answer {}

        record Denied() implements Answer {}

        /// Nobody answered in time.
        record Expired() implements Answer {}

        /// A trip of the breaker came first.
        record Voided() implements Answer {}
    }

    Ruling authorize(Question question) throws InterruptedException;

    Answer await(String approval) throws InterruptedException;

    /// Says how a call ended, for the audit. Returns at once and tries for a while.
    void report(String call, String outcome, JsonObject detail);
}
