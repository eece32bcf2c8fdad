package moltbot.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import moltbot.contract.chat.InboundMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a conversation keeps of files at most, over a real store.
class FileRowsTest {
    @TempDir
    Path folder;

    private Store store;

    @BeforeEach
    void open() {
        store = Store.open(folder);
        store.transcripts().accept(new InboundMessage("m1", "panel", "owner", "main", "x"), "t1", _ -> {});
        store.transcripts().accept(new InboundMessage("m2", "panel", "owner", "other", "x"), "t2", _ -> {});
    }

    @AfterEach
    void close() throws SQLException {
        store.close();
    }

    private void write(Writer.Work<?> work) {
        store.writer().write(work, _ -> {});
    }

    private List<String> names(String sql) {
        return store.readers().read(db -> db.list(sql, row -> row.getString(1)));
    }

    private void shown(long session, String name, int size) {
        write(db -> db.update(
                "INSERT INTO attachment (session, sha256, media_type, bytes) VALUES (?, ?, 'image/png', ?)",
                session,
                name,
                new byte[size]));
    }

    private void given(String call, int size, String letter) {
        write(db -> {
            db.update(
                    "INSERT INTO given_file (session, call, name, bytes) VALUES (1, ?, 'a', ?)", call, new byte[size]);
            return letter.isEmpty()
                    ? 0
                    : db.update(
                            "INSERT INTO letter (address, text, state, made_at, next_at, file) SELECT 'x', 'a', ?, 1, 1,"
                                    + " max(id) FROM given_file",
                            letter);
        });
    }

    @Test
    void forgetsTheOldestOfWhatModelsWereShownInThatConversation() {
        shown(2, "others", 90);
        shown(1, "first", 40);
        shown(1, "second", 40);
        shown(1, "third", 40);
        write(db -> {
            FileRows.forgetShown(db, 1, 100);
            return 0;
        });
        assertThat(names("SELECT sha256 FROM attachment ORDER BY rowid")).containsExactly("others", "second", "third");

        shown(1, "huge", 500);
        write(db -> {
            FileRows.forgetShown(db, 1, 100);
            return 0;
        });
        assertThat(names("SELECT sha256 FROM attachment ORDER BY rowid")).containsExactly("others", "huge");
    }

    @Test
    void forgetsTheOldestOfWhatPeopleWereGivenButNothingOnItsWay() {
        given("sent", 60, "sent");
        given("waiting", 60, "waiting");
        given("panel", 60, "");
        given("newest", 60, "");
        write(db -> {
            FileRows.forgetGiven(db, 1, 100);
            return 0;
        });
        assertThat(names("SELECT call FROM given_file ORDER BY id")).containsExactly("waiting", "newest");
        assertThat(names("SELECT state FROM letter ORDER BY id")).containsExactly("sent", "waiting");
    }
}
