package moltbot.gateway;

import java.time.Duration;
import moltbot.contract.ContractException;
import moltbot.contract.grant.GrantVerifier;
import moltbot.contract.grant.VerifiedGrant;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
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
        SandboxSpec spec = SandboxSpec.fromJson(exchange.head().object("spec"));
        VerifiedGrant grant = use(exchange.head().text("grant"), spec);
        try (TaskNetwork network = networks.open(
                spec.network(),
                grant.call(),
                line -> exchange.send(JsonObject.with("refused", line).build()))) {
            exchange.reply(JsonObject.with("socket", network.socket().toString())
                    .with("authority", network.authorityPem())
                    .build());
            network.await(spec.limits().time().plus(AFTER_THE_TASK));
        }
    }

    private VerifiedGrant use(String sealed, SandboxSpec spec) {
        try {
            if (spec.network().isNone()) {
                throw ContractException.malformed("A task without network asks for none.");
            }
            return grants.use(sealed, SandboxNetwork.EFFECT, spec.digest());
        } catch (ContractException e) {
            ContractException refusal = ContractException.refused(
                    "bad-grant",
                    "This task's network is not what was allowed, or its permission was used or has run out.");
            refusal.addSuppressed(e);
            throw refusal;
        }
    }
}
