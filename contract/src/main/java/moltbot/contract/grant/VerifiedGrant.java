package moltbot.contract.grant;

/// Proof that control allowed exactly this effect, now used up. Only [GrantVerifier] makes one.
public final class VerifiedGrant {
    private final Grant grant;

    VerifiedGrant(Grant grant) {
        this.grant = grant;
    }

    public String call() {
        return grant.call();
    }

    public String effectDigest() {
        return grant.effectDigest();
    }

    /// The sealed grant to pass on; empty where there is none.
    public String onward() {
        return grant.onward();
    }

    public String decidedBy() {
        return grant.decidedBy();
    }
}
