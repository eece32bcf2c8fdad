package moltbot.contract.assertion;

/// Proof that the breaker let this very request through. Only [AssertionVerifier] makes one.
public final class VerifiedAssertion {
    private final Assertion assertion;

    VerifiedAssertion(Assertion assertion) {
        this.assertion = assertion;
    }

    public String principal() {
        return assertion.principal();
    }

    public String session() {
        return assertion.session();
    }

    public long epoch() {
        return assertion.epoch();
    }

    public String method() {
        return assertion.method();
    }

    /// Path and query.
    public String target() {
        return assertion.target();
    }

    public long provedSecondsAgo() {
        return assertion.provedSecondsAgo();
    }

    /// True where the person showed a factor within [Assertion#PROOF_LIFE]: what wants step-up wants this.
    public boolean provedLately() {
        return Assertion.provedLately(assertion.provedSecondsAgo());
    }
}
