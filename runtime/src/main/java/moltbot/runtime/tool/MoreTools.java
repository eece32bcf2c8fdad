package moltbot.runtime.tool;

import java.util.List;
import moltbot.runtime.workspace.Workspace;

/// Tools that a conversation has beyond everybody's. Their names are none of theirs.
@FunctionalInterface
public interface MoreTools {
    List<Tool> of(Workspace workspace);
}
