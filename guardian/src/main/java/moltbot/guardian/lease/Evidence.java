package moltbot.guardian.lease;

import java.util.Optional;
import moltbot.guardian.judge.Sweep;

/// What leases rest on, as the issuer needs it.
public interface Evidence {
    /// All finished results together, if none is missing or too old.
    Optional<Sweep> sweep();

    /// Why there is no sweep, in a few words.
    String objection();

    /// True while something that must trip stands, or a trip has not reached the breaker.
    boolean alarmed();

    /// From now on only looks count that begin after this.
    void demandFresh();

    /// Look again soon; what is known counts meanwhile.
    void refresh();

    /// The breaker says that it is tripped; said again after a break.
    ///
    /// @param trip   its name for it
    /// @param check  the check that tripped it, or another word where none did
    void standsTripped(String trip, String check);

    /// The breaker says that it is not tripped, and it should be.
    void notTripped();
}
