package moltbot.runtime.agent;

import java.util.HashMap;
import java.util.Map;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.Authority.Asker;
import moltbot.runtime.workspace.Workspace;

/// All that belongs to one running turn. For its own thread.
///
/// @param session  the conversation's name
/// @param marks    how far its calls had come; kept up to date
public record TurnScene(
        String sender,
        String session,
        String turn,
        Conversation conversation,
        Workspace workspace,
        Attachments attachments,
        Map<String, CallMark> marks,
        Stage stage) {
    public TurnScene {
        marks = new HashMap<>(marks);
    }

    /// Who wants what this turn wants, as the gate is told.
    Asker asker() {
        return new Asker(sender, session, turn, conversation.label(), conversation.task());
    }

    /// What surrounds its calls.
    Around around() {
        return new Around(sender, session, workspace, conversation);
    }

    /// The same turn, as the sub-agent sees it whose conversation this is.
    TurnScene in(Conversation part, Stage itsStage) {
        return new TurnScene(sender, session, turn, part, workspace, attachments, marks, itsStage);
    }

    /// Keeps a step and remembers its marks.
    void commit(Step step) throws InterruptedException {
        stage.commit(step);
        conversation.read(step.label());
        step.marks().forEach(mark -> marks.put(mark.call(), mark));
    }
}
