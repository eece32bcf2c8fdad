package moltbot.breaker.identity;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Who the owner is now. A change is on disk before it counts. Safe for use by several threads.
final class Ownership {
    private final IdentityStore store;
    private volatile @Nullable Owner owner;

    Ownership(IdentityStore store) {
        this.store = store;
        this.owner = store.owner().orElse(null);
    }

    Optional<Owner> now() {
        return Optional.ofNullable(owner);
    }

    synchronized void replace(Owner next) {
        store.saveOwner(next);
        owner = next;
    }

    /// Changes what there is, if it still fits.
    ///
    /// @param change  gives back what there was where nothing is to be changed
    /// @return whether something was changed
    synchronized boolean change(UnaryOperator<Owner> change) {
        Owner before = owner;
        Owner next = before == null ? null : change.apply(before);
        if (next == null || next.equals(before)) {
            return false;
        }
        replace(next);
        return true;
    }
}
