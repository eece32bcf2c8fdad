package moltbot.control.approval;

import moltbot.contract.ContractException;
import moltbot.contract.assertion.VerifiedAssertion;
import moltbot.contract.channel.Address;
import moltbot.contract.link.LinkExchange;

/// Proof that a person answers: signed in at the panel, at the host's own shell, or by a code in a messenger
/// ([MessengerQuestions]). There is no other way to make one, so nothing the runtime can reach answers an approval.
public final class Approver {
    private final String name;

    private Approver(String name) {
        this.name = name;
    }

    /// The person the breaker let through.
    public static Approver inPanel(VerifiedAssertion person) {
        return new Approver("panel:" + person.principal());
    }

    /// Whoever proved the host's capability.
    static Approver onHost(LinkExchange exchange) {
        if (!exchange.peer().equals("host")) {
            throw ContractException.refused("not-allowed", "Only a person can answer an approval.");
        }
        return new Approver("host");
    }

    /// An address of the owner's in a messenger, which the gateway speaks for: whoever calls this has seen that it is
    /// one, and that this kind of question may be answered there.
    static Approver inMessenger(LinkExchange exchange, Address from) {
        if (!exchange.peer().equals("gateway")) {
            throw ContractException.refused("not-allowed", "Only a person can answer an approval.");
        }
        return new Approver(from.channel() + ":" + from.key());
    }

    /// For the audit.
    public String name() {
        return name;
    }
}
