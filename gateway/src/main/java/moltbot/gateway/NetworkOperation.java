package moltbot.gateway;

import java.time.Duration;
import moltbot.contract.ContractException;
import moltbot.contract.grant.GrantVerifier;
import moltbot.contract.grant.VerifiedGrant;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxNetwork;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.gateway.egress.task.TaskNetwork;
import moltbot.gateway.egress.task.TaskNetworks;

/// `egress.open`: the network of one task, open as long as the spawner's exchange is. The grant was sealed by control
/// for this compartment and holds the digest of the whole task: neither the runtime nor the spawner can make or
/// change one.
final class NetworkOperation {
    private static final Duration AFTER_THE_TASK = Duration.ofSeconds(30);

    private final TaskNetworks networks;
    private final GrantVerifier grants;

    NetworkOperation(TaskNetworks networks, GrantVerifier grants) {
        this.networks = networks;
        this.grants = grants;
    }

    void open(LinkExchange exchange) throws InterruptedException {
        Asked asked = Asked.in(exchange.head());
        VerifiedGrant grant = use(exchange.head().text("grant"), asked);
        try (TaskNetwork network = networks.open(
                asked.network(),
                grant.call(),
                line -> exchange.send(JsonObject.with("refused", line).build()))) {
            exchange.reply(JsonObject.with("socket", network.socket().toString())
                    .with("authority", network.authorityPem())
                    .build());
            network.await(asked.time().plus(AFTER_THE_TASK));
        }
    }

    private VerifiedGrant use(String sealed, Asked asked) {
        try {
            if (asked.network().isNone()) {
                throw ContractException.malformed("A task without network asks for none.");
            }
            return grants.use(sealed, SandboxNetwork.EFFECT, asked.digest());
        } catch (ContractException e) {
            ContractException refusal = ContractException.refused(
                    "bad-grant",
                    "This task's network is not what was allowed, or its permission was used or has run out.");
            refusal.addSuppressed(e);
            throw refusal;
        }
    }

    /// The network of a task, or of what is held open for as long as its life.
    private record Asked(SandboxNetwork network, Duration time, String digest) {
        static Asked in(JsonObject head) {
            if (head.has("hold")) {
                SandboxHold hold = SandboxHold.fromJson(head.object("hold"));
                return new Asked(hold.spec().network(), hold.life(), hold.digest());
            }
            SandboxSpec spec = SandboxSpec.fromJson(head.object("spec"));
            return new Asked(spec.network(), spec.limits().time(), spec.digest());
        }
    }
}
