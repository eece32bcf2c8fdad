package moltbot.breaker.hook;

import java.util.HashMap;
import java.util.Map;

/// How many bytes of bodies are in hand, in all and of each household: whoever sends much of what is no use takes
/// nobody's room but their own. Any thread.
final class BodyRoom {
    private final long most;
    private final long ofHousehold;
    private final Map<String, Long> taken = new HashMap<>();
    private long all;

    /// @param most         in all
    /// @param ofHousehold  of one
    BodyRoom(long most, long ofHousehold) {
        this.most = most;
        this.ofHousehold = ofHousehold;
    }

    /// True where there was room for so many more.
    synchronized boolean take(String household, long bytes) {
        long mine = taken.getOrDefault(household, 0L) + bytes;
        if (all + bytes > most || mine > ofHousehold) {
            return false;
        }
        all += bytes;
        taken.put(household, mine);
        return true;
    }

    /// They are in hand no more.
    synchronized void give(String household, long bytes) {
        all -= bytes;
        taken.computeIfPresent(household, (_, mine) -> mine > bytes ? mine - bytes : null);
    }
}
