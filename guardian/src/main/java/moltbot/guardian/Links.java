package moltbot.guardian;

import java.time.Duration;
import java.util.Optional;
import moltbot.contract.boot.Boot;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;

/// Links that groups ask facts over, each group with its own.
///
/// @param spawner  empty where no sandbox is guarded
/// @param control  empty where another panel than ours is guarded
/// @param secrets  to the part that holds the owner's secrets: gateway, or breaker where it guards alone
record Links(
        LinkClient breaker, Optional<LinkClient> spawner, Optional<LinkClient> control, Optional<LinkClient> secrets) {
    static Links of(Boot boot, LinkLimits limits) {
        return new Links(
                boot.client("breaker", limits),
                link(boot, "spawner", patient(limits)),
                link(boot, "control", limits),
                link(boot, boot.reaches().containsKey("gateway") ? "gateway" : "breaker", limits));
    }

    /// A canary in a sandbox on a busy machine takes its time.
    private static LinkLimits patient(LinkLimits limits) {
        return new LinkLimits(
                limits.maxFrameBytes(),
                limits.maxHeadBytes(),
                limits.maxConnections(),
                limits.handshake(),
                Duration.ofMinutes(2),
                limits.connectPatience());
    }

    /// A way of one's own to a part, where there is one.
    static Optional<LinkClient> link(Boot boot, String peer, LinkLimits limits) {
        return boot.reaches().containsKey(peer) ? Optional.of(boot.client(peer, limits)) : Optional.empty();
    }
}
