package moltbot.runtime.tool;

import java.util.List;
import java.util.Optional;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.model.ToolSpec;
import moltbot.runtime.question.Question;
import moltbot.runtime.workspace.Workspace;

/// Something a model may ask for. A tool first says what it would do, and does it only with an [AuthorizedCall].
public interface Tool {
    ToolSpec spec();

    Capability capability();

    /// Works out the whole effect of a call without doing any of it.
    ///
    /// @throws BadInput  if the input makes no sense; the model is told
    Prepared prepare(JsonObject input, Around around) throws InterruptedException;

    /// The conversation's turn was stopped, or ran out of something: what this tool keeps for it beyond a call ends.
    default void cutShort(Workspace workspace) {}

    /// The only tools that a turn may use after such a call has worked in it; empty where it bounds nothing.
    default Optional<List<String>> narrows(JsonObject input) {
        return Optional.empty();
    }

    /// A call ready to be judged. Closed whether it runs or not.
    interface Prepared extends AutoCloseable {
        Effect effect();

        /// The label of what comes back, to be joined to the conversation's own.
        default Label leaves() {
            return Label.OWNERS;
        }

        /// What whoever the conversation is with is asked, where that is all the call does: it is over when they have
        /// answered.
        default Optional<Question> asks() {
            return Optional.empty();
        }

        /// What part of the work is handed to a sub-agent, where that is all the call does: its answer is the result.
        default Optional<Part> part() {
            return Optional.empty();
        }

        /// Does exactly [#effect()]. A change to the workspace is returned, not made.
        ToolOutcome run(AuthorizedCall authorized) throws InterruptedException;

        @Override
        default void close() {}
    }

    /// A part of a turn's work.
    ///
    /// @param task   all that the sub-agent is told
    /// @param tools  names of those it may use; empty for all that may be used in parts
    record Part(String task, List<String> tools) {
        public Part {
            tools = List.copyOf(tools);
        }
    }
}
