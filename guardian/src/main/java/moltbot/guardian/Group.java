package moltbot.guardian;

import java.util.List;
import moltbot.guardian.watch.Round;

/// One part of the catalogue: its observers, its rules, and how often they look. Its constructor makes its rounds,
/// which names its checks to the board.
interface Group extends AutoCloseable {
    List<Round<?>> rounds();

    /// Those of its rounds that have something to look at on a machine on which no house runs.
    default List<Round<?>> withoutHouse() {
        return rounds();
    }

    /// Called once its rounds have ended.
    @Override
    default void close() {}
}
