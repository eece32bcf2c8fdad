package moltbot.runtime.tool;

import moltbot.runtime.workspace.Workspace;

/// What surrounds a call: the conversation it is made in.
public record Around(Workspace workspace, Heard heard) {
    /// What was said in the conversation lately, for tools to which it matters who said something.
    public interface Heard {
        /// What the people of the conversation wrote.
        String fromPeople();

        /// What a tool gave back where it worked.
        String fromTool(String name);
    }
}
