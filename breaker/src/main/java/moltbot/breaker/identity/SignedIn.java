package moltbot.breaker.identity;

import moltbot.contract.assertion.Assertion;

/// Proof that a request carries a sign-in that holds. Only [Sessions] makes one.
public final class SignedIn {
    private final String principal;
    private final String digest;
    private final String csrf;
    private final long provedSecondsAgo;

    SignedIn(String principal, String digest, String csrf, long provedSecondsAgo) {
        this.principal = principal;
        this.digest = digest;
        this.csrf = csrf;
        this.provedSecondsAgo = provedSecondsAgo;
    }

    /// The immutable id of the person. There is one owner.
    public String principal() {
        return principal;
    }

    /// SHA-256 of the token, hex: names the sign-in without granting anything.
    public String digest() {
        return digest;
    }

    /// What a page of this sign-in must send with everything that changes something.
    public String csrf() {
        return csrf;
    }

    /// How long ago a factor was shown in this sign-in; [Assertion#NEVER_PROVED] where this process has not seen it.
    public long provedSecondsAgo() {
        return provedSecondsAgo;
    }

    /// True where that is short enough ago for what wants step-up.
    public boolean provedLately() {
        return Assertion.provedLately(provedSecondsAgo);
    }
}
