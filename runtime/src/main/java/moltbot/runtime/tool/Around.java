package moltbot.runtime.tool;

import java.util.List;
import moltbot.contract.label.Label;
import moltbot.runtime.workspace.Workspace;

/// What surrounds a call: the conversation it is made in.
///
/// @param sender   whose conversation it is
/// @param session  its name
public record Around(String sender, String session, Workspace workspace, Heard heard) {
    private static final List<String> WITHOUT_PEOPLE = List.of("schedule-", "api-");
    private static final String CALLED_BY_PROGRAMS = "webhook.";

    /// Whether nobody is in the conversation who could be asked: it is a scheduled run, or a program's.
    public boolean isWithoutPeople() {
        return sender.startsWith(CALLED_BY_PROGRAMS) || WITHOUT_PEOPLE.stream().anyMatch(session::startsWith);
    }

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
