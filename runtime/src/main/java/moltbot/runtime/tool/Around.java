package moltbot.runtime.tool;

import moltbot.contract.label.Label;
import moltbot.runtime.workspace.Workspace;

/// What surrounds a call: the conversation it is made in.
///
/// @param sender   whose conversation it is
/// @param session  its name
public record Around(String sender, String session, Workspace workspace, Heard heard) {
    /// What was said in the conversation lately, for tools to which it matters who said something.
    public interface Heard {
        /// Of all that was read in it.
        Label label();

        /// What the people of the conversation wrote.
        String fromPeople();

        /// What a tool gave back where it worked.
        String fromTool(String name);
    }
}
