package moltbot.spawner.task;

import moltbot.contract.ContractException;
import moltbot.contract.grant.GrantVerifier;
import moltbot.contract.grant.VerifiedGrant;
import moltbot.contract.lease.LeaseLock;
import moltbot.contract.lease.VerifiedLease;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxSpec;

/// The one place that turns a request into an [AuthorizedTask]. Everything is computed anew from what will be run:
/// neither the runtime's word nor an earlier check counts.
public final class Authority {
    private final LeaseLock lease;
    private final GrantVerifier grants;

    public Authority(LeaseLock lease, GrantVerifier grants) {
        this.lease = lease;
        this.grants = grants;
    }

    /// The lease in force; without one nothing starts.
    VerifiedLease lease() {
        return lease.current()
                .orElseThrow(() -> ContractException.refused(
                        "no-lease",
                        "Tools are off: the guardian has not confirmed that this machine is safe. Nothing was started;"
                                + " './moltbot status' says more."));
    }

    /// Uses the grant up, so it comes last: a request that fails for another reason may come again with it.
    AuthorizedTask authorize(SandboxSpec spec, String sealedGrant, Inputs inputs) {
        VerifiedLease verifiedLease = before(spec, inputs);
        return new AuthorizedTask(spec, inputs, grant(sealedGrant, SandboxSpec.EFFECT, spec.digest()), verifiedLease);
    }

    /// As for a task, with a grant of its own kind.
    AuthorizedTask authorize(SandboxHold hold, String sealedGrant, Inputs inputs) {
        VerifiedLease verifiedLease = before(hold.spec(), inputs);
        return new AuthorizedTask(hold, inputs, grant(sealedGrant, SandboxHold.EFFECT, hold.digest()), verifiedLease);
    }

    private VerifiedLease before(SandboxSpec spec, Inputs inputs) {
        if (!inputs.sha256().equals(spec.inputsSha256())) {
            throw ContractException.refused(
                    "bad-archive", "The workspace that came is not the one that was allowed. Nothing was started.");
        }
        return lease();
    }

    private VerifiedGrant grant(String sealedGrant, String effect, String digest) {
        try {
            return grants.use(sealedGrant, effect, digest);
        } catch (ContractException e) {
            ContractException refusal = ContractException.refused(
                    "bad-grant", "This is not what was allowed, or its permission was used or has run out.");
            refusal.addSuppressed(e);
            throw refusal;
        }
    }
}
