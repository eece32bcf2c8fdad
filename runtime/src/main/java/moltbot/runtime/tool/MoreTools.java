package moltbot.runtime.tool;

import java.util.List;
import java.util.stream.Stream;
import moltbot.runtime.workspace.Workspace;

/// Tools that a conversation has beyond everybody's. Their names are none of theirs.
@FunctionalInterface
public interface MoreTools {
    List<Tool> of(Workspace workspace);

    /// Those of the one, then those of the other.
    static MoreTools both(MoreTools one, MoreTools other) {
        return workspace -> Stream.concat(one.of(workspace).stream(), other.of(workspace).stream())
                .toList();
    }
}
