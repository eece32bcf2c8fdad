package moltbot.runtime.store;

import java.sql.SQLException;
import moltbot.contract.label.Label;
import moltbot.runtime.session.SessionKey;

/// Labels as the store writes them: two words.
final class Labels {
    private static final String OWNER = "owner";

    private Labels() {}

    /// What a conversation begins with: nobody but the owner is trusted, and what others say is theirs.
    static Label first(SessionKey session) {
        return isOwner(session.sender()) ? Label.OWNERS : Label.WORST;
    }

    static boolean isOwner(String sender) {
        return sender.equals(OWNER);
    }

    static Label read(Db db, long session) throws SQLException {
        return db.list("SELECT label FROM session WHERE id = ?", row -> parse(row.getString(1)), session)
                .getFirst();
    }

    static Label parse(String words) {
        String[] both = words.split(" ", 2);
        return Label.of(both[0], both[1]);
    }
}
