package moltbot.runtime.store;

import java.util.List;
import java.util.Optional;
import moltbot.runtime.session.SessionKey;
import moltbot.runtime.workspace.Workspace;
import moltbot.runtime.workspace.WorkspaceFile;

/// A session's files as rows.
final class SqliteWorkspace implements Workspace {
    private static final String MINE =
            " FROM workspace_file WHERE session = (SELECT id FROM session WHERE sender = ? AND name = ?)";

    private final Readers readers;
    private final SessionKey session;

    SqliteWorkspace(Readers readers, SessionKey session) {
        this.readers = readers;
        this.session = session;
    }

    @Override
    public String name() {
        return session.sender() + "/" + session.name();
    }

    @Override
    public List<WorkspaceFile> list() {
        return readers.read(db -> db.list(
                "SELECT path, mode, size, sha256" + MINE + " ORDER BY path",
                row -> new WorkspaceFile(row.getString(1), row.getInt(2), row.getLong(3), row.getString(4)),
                session.sender(),
                session.name()));
    }

    @Override
    public Optional<byte[]> read(String path) {
        return readers.read(db -> db
                .list(
                        "SELECT bytes" + MINE + " AND path = ?",
                        row -> Optional.ofNullable(row.getBytes(1)).orElse(new byte[0]),
                        session.sender(),
                        session.name(),
                        path)
                .stream()
                .findFirst());
    }
}
