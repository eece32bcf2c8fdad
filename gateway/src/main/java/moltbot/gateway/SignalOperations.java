package moltbot.gateway;

import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.link.LinkExchange;
import moltbot.gateway.channel.signal.SignalChannel;

/// What the owner's shell may ask of Signal alone.
final class SignalOperations {
    private final Optional<SignalChannel> signal;

    SignalOperations(Optional<SignalChannel> signal) {
        this.signal = signal;
    }

    /// `signal.link`: as long as the caller stays.
    void link(LinkExchange exchange) throws InterruptedException {
        SignalChannel channel = signal.orElseThrow(() -> ContractException.refused(
                "channel-off", "Signal is off: name signal-cli in the setting signal.program first."));
        channel.link(exchange::send);
    }
}
