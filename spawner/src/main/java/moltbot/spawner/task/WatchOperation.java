package moltbot.spawner.task;

import java.time.Duration;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkHandler;
import moltbot.contract.sandbox.SandboxAvailability;
import org.jspecify.annotations.Nullable;

/// `sandbox.watch`: whether tasks can be run, now and at every change, until the caller leaves. While somebody watches
/// and nothing works, the tier is tried now and then, so that an owner who installs what is missing need not restart.
public final class WatchOperation implements LinkHandler {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final Availability availability;

    public WatchOperation(Availability availability) {
        this.availability = availability;
    }

    @Override
    public void handle(LinkExchange exchange) throws InterruptedException {
        @Nullable SandboxAvailability seen = null;
        while (!exchange.cancelled()) {
            availability.look();
            SandboxAvailability now = availability.awaitOffer(seen, LOOK_AGAIN);
            if (!now.equals(seen)) {
                exchange.send(now.toJson());
                seen = now;
            }
        }
    }
}
