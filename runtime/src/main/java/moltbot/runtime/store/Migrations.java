package moltbot.runtime.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.seal.Seal;

/// Brings a store up to this version by numbered scripts. What has been applied is remembered with its checksum; a
/// store that does not match is left as it is, and start-up is refused.
final class Migrations {
    /// One script; its number is its place in the list, from 1.
    record Script(String name, String sql) {
        String checksum() {
            return Seal.sha256Hex(sql.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static final List<String> NAMES = List.of(
            "0001-conversations.sql",
            "0002-meanwhile.sql",
            "0003-attachments.sql",
            "0004-labels.sql",
            "0005-digests.sql",
            "0006-outbox.sql",
            "0007-memory.sql",
            "0008-schedules.sql",
            "0009-letters.sql",
            "0010-questions.sql",
            "0011-messages.sql",
            "0012-parts.sql",
            "0013-given.sql",
            "0014-meaning.sql",
            "0015-choices.sql",
            "0016-replies.sql");

    private Migrations() {}

    /// The scripts this version knows.
    static List<Script> known() {
        return NAMES.stream().map(Migrations::load).toList();
    }

    private static Script load(String name) {
        try (InputStream in = Migrations.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The script " + name + " is missing.");
            }
            return new Script(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void apply(Db db, List<Script> scripts) throws SQLException {
        long version = db.number("PRAGMA user_version", 0);
        if (version > scripts.size()) {
            throw refused("The conversations were written by a newer Moltbot (store version " + version
                    + "; this one knows " + scripts.size() + "). Nothing was changed; start the newer version again.");
        }
        if (version > 0) {
            verify(db, scripts, version);
        }
        for (int next = (int) version + 1; next <= scripts.size(); next++) {
            applyOne(db, next, scripts.get(next - 1));
        }
    }

    private static void verify(Db db, List<Script> scripts, long version) throws SQLException {
        List<String> checksums = db.list("SELECT checksum FROM migration ORDER BY version", row -> row.getString(1));
        for (int i = 0; i < version; i++) {
            if (i >= checksums.size() || !checksums.get(i).equals(scripts.get(i).checksum())) {
                throw refused("The conversations' store was made by another script " + (i + 1)
                        + " than this Moltbot has. Nothing was changed; start the version that made it.");
            }
        }
    }

    private static void applyOne(Db db, int version, Script script) throws SQLException {
        db.script("BEGIN IMMEDIATE");
        try {
            db.script("CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL,"
                    + " checksum TEXT NOT NULL) STRICT");
            db.script(script.sql());
            db.update(
                    "INSERT INTO migration (version, name, checksum) VALUES (?, ?, ?)",
                    version,
                    script.name(),
                    script.checksum());
            db.script("PRAGMA user_version = " + version);
            db.script("COMMIT");
        } catch (SQLException e) {
            db.script("ROLLBACK");
            throw e;
        }
    }

    private static ContractException refused(String message) {
        return new ContractException(Code.REFUSED, "store-version", message);
    }
}
