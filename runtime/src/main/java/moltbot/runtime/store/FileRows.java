package moltbot.runtime.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.model.Attachment;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelMessage.Role;
import moltbot.runtime.session.SessionKey;
import moltbot.runtime.words.Words;
import moltbot.runtime.workspace.Arrivals;
import moltbot.runtime.workspace.Arrivals.Arrival;
import moltbot.runtime.workspace.GivenFile;
import moltbot.runtime.workspace.WorkspaceFile;

/// Writes the files of a conversation: those that come along with a message, into its workspace and beside its messages
/// where a model can be shown them; and those that people are given, copied from the workspace in the step that gives
/// them, so that what they get is what it was then.
final class FileRows {
    private static final int KILO = 1_000;

    /// What one conversation keeps at most of what models were shown, and of what people were given: whoever is let in
    /// could fill the disk with it else.
    private static final long MOST_KEPT = 256L << 20;

    /// So many times more where it is still on its way.
    private static final int PATIENCE = 2;

    /// What came along.
    ///
    /// @param received  what people see
    /// @param said      what the model reads
    record Arrived(List<ChatFact.Received> received, ModelMessage said) {}

    private FileRows() {}

    /// @param session  its number
    /// @param heard    the words they came with
    static Arrived arrive(Db db, long session, Arrivals arrivals, String heard) throws SQLException {
        List<WorkspaceFile> there = db.list(
                "SELECT path, mode, size, sha256 FROM workspace_file WHERE session = ?",
                row -> new WorkspaceFile(row.getString(1), row.getInt(2), row.getLong(3), row.getString(4)),
                session);
        List<ChatFact.Received> received = new ArrayList<>();
        List<Content> shown = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        StringBuilder spoken = new StringBuilder();
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
            if (arrival.spoken()) {
                spoken.append(Words.spoken(new String(bytes, StandardCharsets.UTF_8)));
            }
        }
        forgetShown(db, session, MOST_KEPT);
        String text = (heard.isBlank() ? "" : heard + "\n\n") + spoken + Words.cameAlong(lines);
        shown.addFirst(new Content.Text(text));
        return new Arrived(List.copyOf(received), new ModelMessage(Role.USER, shown));
    }

    /// Keeps what a tool shows a model.
    static void show(Db db, long session, List<Attachment> attachments) throws SQLException {
        for (Attachment attachment : attachments) {
            db.update(
                    "INSERT INTO attachment (session, sha256, media_type, bytes) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT DO NOTHING",
                    session,
                    attachment.media().sha256(),
                    attachment.mediaType(),
                    attachment.bytes());
        }
        if (!attachments.isEmpty()) {
            forgetShown(db, session, MOST_KEPT);
        }
    }

    /// Forgets the oldest of what models were shown, where all of it is more than `most`. The messages stay, and say
    /// that there was something to see.
    static void forgetShown(Db db, long session, long most) throws SQLException {
        String sizes = "SELECT rowid, length(bytes) FROM attachment WHERE session = ? ORDER BY rowid DESC";
        for (long old : beyond(db, sizes, session, most)) {
            db.update("DELETE FROM attachment WHERE rowid = ?", old);
        }
    }

    /// Forgets the oldest of what people were given; what is still on its way to them last.
    static void forgetGiven(Db db, long session, long most) throws SQLException {
        String sizes = "SELECT id, length(bytes) FROM given_file WHERE session = ? ORDER BY id DESC";
        String waits = "SELECT 1 FROM letter WHERE file = ? AND state IN ('waiting', 'sending')";
        List<Long> tooMany = beyond(db, sizes, session, PATIENCE * most);
        for (long old : beyond(db, sizes, session, most)) {
            if (db.number(waits, 0, old) == 0 || tooMany.contains(old)) {
                db.update(
                        "UPDATE letter SET file = NULL, text = 'The file ' || text || ' is no longer kept.' WHERE file = ?",
                        old);
                db.update("DELETE FROM given_file WHERE id = ?", old);
            }
        }
    }

    /// The numbers of those beyond which the newer ones are more than that; never the newest.
    private static List<Long> beyond(Db db, String sizes, long session, long most) throws SQLException {
        List<Long> old = new ArrayList<>();
        long kept = 0;
        for (long[] one : db.list(sizes, row -> new long[] {row.getLong(1), row.getLong(2)}, session)) {
            kept += one[1];
            if (kept > most && kept > one[1]) {
                old.add(one[0]);
            }
        }
        return old;
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

    /// Keeps a file that is given.
    ///
    /// @param session  its number
    static void keep(Db db, long session, ChatFact.FileGiven given) throws SQLException {
        db.update(
                "INSERT INTO given_file (session, call, name, bytes) SELECT session, ?, ?, bytes FROM workspace_file"
                        + " WHERE session = ? AND path = ? ON CONFLICT DO NOTHING",
                given.call(),
                given.name(),
                session,
                given.path());
        forgetGiven(db, session, MOST_KEPT);
    }

    /// Posts one that is kept.
    static void post(Db db, String address, long session, ChatFact.FileGiven given, long at) throws SQLException {
        db.update(
                "INSERT INTO letter (address, text, state, made_at, next_at, file)"
                        + " SELECT ?, name, 'waiting', ?, ?, id FROM given_file WHERE session = ? AND call = ?",
                address,
                at,
                at,
                session,
                given.call());
    }

    /// The file that a letter is.
    static Optional<GivenFile> of(Db db, long letter) throws SQLException {
        return db
                .list(
                        "SELECT name, bytes FROM given_file WHERE id = (SELECT file FROM letter WHERE id = ?)",
                        row -> new GivenFile(row.getString(1), row.getBytes(2)),
                        letter)
                .stream()
                .findFirst();
    }

    /// The file that a call gave in a conversation.
    static Optional<GivenFile> of(Db db, SessionKey session, String call) throws SQLException {
        return db
                .list(
                        "SELECT name, bytes FROM given_file WHERE call = ?"
                                + " AND session = (SELECT id FROM session WHERE sender = ? AND name = ?)",
                        row -> new GivenFile(row.getString(1), row.getBytes(2)),
                        call,
                        session.sender(),
                        session.name())
                .stream()
                .findFirst();
    }
}
