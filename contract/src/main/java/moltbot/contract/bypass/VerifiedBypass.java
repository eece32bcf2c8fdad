package moltbot.contract.bypass;

/// An order whose seal, age and first use were verified. Only [BypassVerifier] makes one.
public final class VerifiedBypass {
    private final BypassOrder order;

    VerifiedBypass(BypassOrder order) {
        this.order = order;
    }

    public BypassOrder order() {
        return order;
    }
}
