package moltbot.gateway;

import java.util.function.Consumer;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.contract.lease.LeaseHolder;
import moltbot.contract.lease.LeaseLock;
import moltbot.contract.lease.VerifiedLease;
import moltbot.contract.link.LinkExchange;

/// The gateway's lock: the networks of tasks need its lease. Answers of models do not, so that the assistant still
/// chats when nothing may be done.
final class LeaseState implements LeaseHolder.Listener {
    private static final System.Logger LOG = System.getLogger("lease");

    private final LeaseLock lock;
    private final Consumer<String> onLoss;
    private volatile boolean held;

    /// @param onLoss  ends what the lease allowed, at once
    LeaseState(LeaseLock lock, Consumer<String> onLoss) {
        this.lock = lock;
        this.onLoss = onLoss;
    }

    @Override
    public void held(VerifiedLease lease) {
        if (!held) {
            LOG.log(System.Logger.Level.INFO, "The guardian's permission is here.");
        }
        held = true;
    }

    @Override
    public void lost(String why) {
        held = false;
        onLoss.accept(why);
        LOG.log(System.Logger.Level.WARNING, "The guardian''s permission is lost: {0}", why);
    }

    /// `gateway.state`.
    void state(LinkExchange exchange) {
        exchange.reply(JsonObject.with("leaseHeld", lock.fresh())
                .with(
                        "leaseAgeMillis",
                        lock.age().map(age -> JsonValue.of(age.toMillis())).orElse(JsonValue.NULL))
                .build());
    }
}
