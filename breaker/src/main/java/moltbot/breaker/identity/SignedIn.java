package moltbot.breaker.identity;

/// Proof that a request carries a sign-in that holds. Only [Sessions] makes one.
public final class SignedIn {
    private final String digest;
    private final String csrf;
    private final long signedInSecondsAgo;

    SignedIn(String digest, String csrf, long signedInSecondsAgo) {
        this.digest = digest;
        this.csrf = csrf;
        this.signedInSecondsAgo = signedInSecondsAgo;
    }

    /// The immutable id of the person. There is one owner.
    public String principal() {
        return "owner";
    }

    /// SHA-256 of the token, hex: names the sign-in without granting anything.
    public String digest() {
        return digest;
    }

    /// What a page of this sign-in must send with everything that changes something.
    public String csrf() {
        return csrf;
    }

    public long signedInSecondsAgo() {
        return signedInSecondsAgo;
    }
}
