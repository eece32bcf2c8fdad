package moltbot.breaker.hook;

import java.util.ArrayList;
import java.util.List;

/// A body as it comes, in the room that its household has; given back when it is closed. One thread.
final class HookBody implements AutoCloseable {
    private final BodyRoom room;
    private final String household;
    private final List<byte[]> pieces = new ArrayList<>();
    private long bytes;

    HookBody(BodyRoom room, String household) {
        this.room = room;
        this.household = household;
    }

    /// False where there is no room for it.
    boolean take(byte[] piece) {
        if (!room.take(household, piece.length)) {
            return false;
        }
        bytes += piece.length;
        pieces.add(piece);
        return true;
    }

    long bytes() {
        return bytes;
    }

    /// In the order they came; not to be changed.
    List<byte[]> pieces() {
        return pieces;
    }

    @Override
    public void close() {
        room.give(household, bytes);
    }
}
