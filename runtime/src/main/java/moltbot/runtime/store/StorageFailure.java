package moltbot.runtime.store;

import java.sql.SQLException;
import moltbot.contract.ContractException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Turns what the database says into what callers may hear.
final class StorageFailure {
    private static final System.Logger LOG = System.getLogger("store");

    private StorageFailure() {}

    /// A refusal where the disk is to blame; a bug where it is not.
    static RuntimeException of(SQLException e) {
        LOG.log(System.Logger.Level.ERROR, "The store failed.", e);
        if (e instanceof SQLiteException sqlite && isDisk(sqlite.getResultCode())) {
            boolean full = sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL;
            return refusal(full ? "The disk is full" : "The disk could not be written or read");
        }
        return new IllegalStateException("A statement of the store is wrong.", e);
    }

    static ContractException refusal(String what) {
        return ContractException.refused(
                "storage", what + ", so this was not taken. What was said before is safe. Make room, then try again.");
    }

    private static boolean isDisk(SQLiteErrorCode code) {
        return switch (code.code & 0xff) {
            // FULL, IOERR, READONLY, CANTOPEN, CORRUPT, BUSY, LOCKED, NOMEM, NOTADB
            case 13, 10, 8, 14, 11, 5, 6, 7, 26 -> true;
            default -> false;
        };
    }
}
