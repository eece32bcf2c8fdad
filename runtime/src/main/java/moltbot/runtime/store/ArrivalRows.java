package moltbot.runtime.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelMessage.Role;
import moltbot.runtime.workspace.Arrivals;
import moltbot.runtime.workspace.Arrivals.Arrival;
import moltbot.runtime.workspace.WorkspaceFile;

/// Writes the files that come along with a message into the conversation's workspace, and what a model is shown of them
/// beside its messages.
///
/// @param received  what people see
/// @param said      what the model reads
record ArrivalRows(List<ChatFact.Received> received, ModelMessage said) {
    private static final int KILO = 1_000;

    /// @param session  its number
    /// @param heard    the words they came with
    static ArrivalRows write(Db db, long session, Arrivals arrivals, String heard) throws SQLException {
        List<WorkspaceFile> there = db.list(
                "SELECT path, mode, size, sha256 FROM workspace_file WHERE session = ?",
                row -> new WorkspaceFile(row.getString(1), row.getInt(2), row.getLong(3), row.getString(4)),
                session);
        List<ChatFact.Received> received = new ArrayList<>();
        List<Content> shown = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (Arrival arrival : arrivals.placed(there)) {
            WorkspaceFile file = arrival.file();
            byte[] bytes = bytes(arrival);
            db.update(
                    "INSERT INTO workspace_file (session, path, mode, sha256, size, bytes) VALUES (?, ?, ?, ?, ?, ?)",
                    session,
                    file.path(),
                    file.mode(),
                    file.sha256(),
                    file.size(),
                    bytes);
            if (arrival.type().isPresent()) {
                String type = arrival.type().get();
                shown.add(new Content.Media(type, file.sha256(), bytes.length));
                db.update(
                        "INSERT INTO attachment (session, sha256, media_type, bytes) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT DO NOTHING",
                        session,
                        file.sha256(),
                        type,
                        bytes);
            }
            boolean image =
                    arrival.type().filter(type -> type.startsWith("image/")).isPresent();
            received.add(new ChatFact.Received(file.path(), bytes.length, image ? file.sha256() : ""));
            lines.add(line(arrival));
        }
        String text = (heard.isBlank() ? "" : heard + "\n\n") + "(Came along, and is in the workspace: "
                + String.join("; ", lines) + ".)";
        shown.addFirst(new Content.Text(text));
        return new ArrivalRows(List.copyOf(received), new ModelMessage(Role.USER, shown));
    }

    private static String line(Arrival arrival) {
        long size = arrival.file().size();
        String length = size < KILO ? size + " bytes" : (size + KILO / 2) / KILO + " kB";
        return arrival.file().path() + ", " + length
                + arrival.type().map(type -> ", shown here as " + type).orElse("");
    }

    private static byte[] bytes(Arrival arrival) {
        try {
            return arrival.source().read();
        } catch (IOException e) {
            throw new ContractException(Code.REFUSED, "storage", "A temporary file could not be read.");
        }
    }
}
