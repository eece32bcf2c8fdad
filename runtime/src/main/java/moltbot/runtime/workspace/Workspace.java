package moltbot.runtime.workspace;

import java.util.List;
import java.util.Optional;

/// The files of one session. They are rows, not host files: there is no path to walk out of. A turn has its session's
/// workspace to itself.
public interface Workspace {
    /// Which conversation's it is: the same name is the same conversation.
    String name();

    /// Everything in it, sorted by path.
    List<WorkspaceFile> list();

    /// The bytes of one file.
    Optional<byte[]> read(String path);
}
