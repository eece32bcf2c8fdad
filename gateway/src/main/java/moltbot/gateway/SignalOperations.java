package moltbot.gateway;

import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkRoutes;
import moltbot.gateway.channel.signal.SignalChannel;

/// What the owner's shell may ask of Signal alone, and the panel to link it.
final class SignalOperations {
    private final Optional<SignalChannel> signal;

    SignalOperations(Optional<SignalChannel> signal) {
        this.signal = signal;
    }

    LinkRoutes addTo(LinkRoutes routes) {
        return routes.on("host", "signal.link", this::link)
                .on("control", "signal.link", this::link)
                .on("host", "signal.identities", this::identities)
                .on("control", "signal.trust", this::trust)
                .on("host", "signal.challenge", this::challenge);
    }

    private SignalChannel channel() {
        return signal.orElseThrow(() -> ContractException.refused(
                "channel-off", "Signal is off: name signal-cli in the setting signal.program first."));
    }

    /// `signal.link`: as long as the caller stays.
    void link(LinkExchange exchange) throws InterruptedException {
        channel().link(exchange::send);
    }

    /// `signal.identities`: whose safety number is not trusted, or what one person's is.
    private void identities(LinkExchange exchange) throws InterruptedException {
        exchange.reply(channel().identities(exchange.head().textOr("who", "")));
    }

    /// `signal.trust`: exactly this number, which the owner has compared; by way of control, whose audit says so.
    private void trust(LinkExchange exchange) throws InterruptedException {
        channel().trust(exchange.head().text("who"), exchange.head().text("safetyNumber"));
        exchange.reply(JsonObject.EMPTY);
    }

    /// `signal.challenge`: whether Signal wants one answered, or the answer.
    private void challenge(LinkExchange exchange) throws InterruptedException {
        String captcha = exchange.head().textOr("captcha", "");
        if (!captcha.isEmpty()) {
            channel().answer(captcha);
        }
        exchange.reply(channel().challenge());
    }
}
