package moltbot.runtime.tool;

import moltbot.contract.json.JsonObject;

/// Proof that one effect may happen. Only [ToolGate] makes one, at one place; nothing decodes one. The grant inside is
/// checked again by whoever carries the effect out.
public final class AuthorizedCall {
    private final String call;
    private final Effect effect;
    private final String grant;

    AuthorizedCall(String call, Effect effect, String grant) {
        this.call = call;
        this.effect = effect;
        this.grant = grant;
    }

    /// Unique, and the same where the call is taken up again.
    public String call() {
        return call;
    }

    /// The effect that was judged.
    Effect effect() {
        return effect;
    }

    /// Control's sealed yes, for whoever carries the effect out.
    String grant() {
        return grant;
    }

    /// This call's proof, if it is for this very effect.
    AuthorizedCall requireFor(Effect other) {
        if (!effect.digest().equals(other.digest()) || effect.capability() != other.capability()) {
            throw new IllegalStateException("The call " + call + " was authorized for another effect.");
        }
        return this;
    }

    /// What was judged, word for word, if it is this very effect: what is done is done from that.
    public JsonObject judged(Effect other) {
        return requireFor(other).effect().shows();
    }

    /// Control's sealed yes to this very effect, for whoever carries it out.
    public String grantFor(Effect other) {
        return requireFor(other).grant();
    }

    @Override
    public String toString() {
        return "AuthorizedCall[" + call + "]";
    }
}
