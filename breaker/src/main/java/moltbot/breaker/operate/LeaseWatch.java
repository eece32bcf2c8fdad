package moltbot.breaker.operate;

import moltbot.breaker.circuit.Circuit;
import moltbot.contract.ContractException;
import moltbot.contract.lease.LeaseHolder;
import moltbot.contract.lease.VerifiedLease;

/// Tells the circuit when permission comes and goes.
public final class LeaseWatch implements LeaseHolder.Listener {
    private static final System.Logger LOG = System.getLogger("lease");

    private final Circuit circuit;

    public LeaseWatch(Circuit circuit) {
        this.circuit = circuit;
    }

    /// A latch that cannot be written leaves the breaker as it is, to be tried again with the next lease.
    @Override
    public void held(VerifiedLease lease) {
        try {
            circuit.held(lease);
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.ERROR, "The breaker stays as it is.", e);
        }
    }

    @Override
    public void lost(String why) {
        circuit.lost(why);
    }
}
