package moltbot.contract.link;

/// What a server does with an exchange. Called on a virtual thread of its own, which is interrupted when the caller
/// cancels. Returning ends the reply; a [moltbot.contract.ContractException] is sent to the caller as a refusal;
/// anything else is logged here and reaches the caller only as `internal`.
@FunctionalInterface
public interface LinkHandler {
    void handle(LinkExchange exchange) throws Exception;
}
