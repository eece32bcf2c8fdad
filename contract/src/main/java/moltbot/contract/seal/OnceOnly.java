package moltbot.contract.seal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/// Remembers which single-use values have been used, for as long as they could be valid. Bounded: when full it refuses
/// everything new rather than forget. For use under the owner's lock or by one thread.
public final class OnceOnly {
    private static final int MAX_REMEMBERED = 100_000;

    private record Used(String value, long atNanos) {}

    private final long memoryNanos;
    private final LongSupplier nanos;
    private final Set<String> used = new HashSet<>();
    private final Deque<Used> inOrder = new ArrayDeque<>();

    /// @param memory  the life of a value, beyond which it is refused for its age anyway
    public OnceOnly(Duration memory, LongSupplier nanos) {
        this.memoryNanos = 2 * memory.toNanos();
        this.nanos = nanos;
    }

    /// True the first time a value is seen.
    public boolean first(String value) {
        long now = nanos.getAsLong();
        Used oldest;
        while ((oldest = inOrder.peekFirst()) != null && now - oldest.atNanos() > memoryNanos) {
            used.remove(inOrder.removeFirst().value());
        }
        if (used.size() >= MAX_REMEMBERED || !used.add(value)) {
            return false;
        }
        inOrder.addLast(new Used(value, now));
        return true;
    }
}
