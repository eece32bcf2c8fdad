package moltbot.contract.seal;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Remembers which single-use values have been used, for as long as they could be valid. Bounded: when a value's life
/// is over, and when too many are kept, it forgets the one that was issued first, and from then on refuses whatever was
/// issued no later than that one. So nothing is ever accepted twice, whatever the clock does between two looks at it,
/// and a flood of values delays old ones only, never new ones.
///
/// For use under the owner's lock or by one thread.
public final class OnceOnly {
    /// How many values are remembered at once.
    public static final int MAX_REMEMBERED = 20_000;

    private record Used(String value, long issuedNanos) {}

    private final long lifeNanos;
    private final LongSupplier nanos;
    private final Set<String> used = new HashSet<>();
    private final PriorityQueue<Used> inOrder =
            new PriorityQueue<>(Comparator.comparing(Used::issuedNanos, (a, b) -> Long.signum(a - b)));
    private @Nullable Used forgotten;

    /// @param life  the life of a value, beyond which it is refused for its age anyway
    public OnceOnly(Duration life, LongSupplier nanos) {
        this.lifeNanos = life.toNanos();
        this.nanos = nanos;
    }

    /// True the first time a value is seen.
    ///
    /// @param issuedNanos  when it was made, as its seal vouches for
    public boolean first(String value, long issuedNanos) {
        long now = nanos.getAsLong();
        Used oldest;
        while ((oldest = inOrder.peek()) != null && now - oldest.issuedNanos() > lifeNanos) {
            forgotten = forgetOldest();
        }
        Used floor = forgotten;
        if (floor != null && issuedNanos - floor.issuedNanos() <= 0) {
            return false;
        }
        if (!used.add(value)) {
            return false;
        }
        inOrder.add(new Used(value, issuedNanos));
        if (used.size() > MAX_REMEMBERED) {
            forgotten = forgetOldest();
        }
        return true;
    }

    private Used forgetOldest() {
        Used oldest = inOrder.remove();
        used.remove(oldest.value());
        return oldest;
    }
}
