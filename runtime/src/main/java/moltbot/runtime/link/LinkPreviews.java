package moltbot.runtime.link;

import java.time.Duration;
import java.util.Optional;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.runtime.markdown.Markdown;
import moltbot.runtime.outbox.Previews;

/// Has the gateway show how far an answer is.
public final class LinkPreviews implements Previews.Carrier {
    private final LinkClient gateway;

    public LinkPreviews(LinkClient gateway) {
        this.gateway = gateway;
    }

    @Override
    public Optional<Duration> show(String address, String turn, String text) throws InterruptedException {
        long next = ask(address, turn, Markdown.read(text).toJson().toBytes()).numberOr("nextMillis", 0);
        return next > 0 ? Optional.of(Duration.ofMillis(next)) : Optional.empty();
    }

    @Override
    public void takeBack(String address, String turn) throws InterruptedException {
        JsonObject _ = ask(address, turn, new byte[0]);
    }

    private JsonObject ask(String address, String turn, byte[] body) throws InterruptedException {
        JsonObject head = JsonObject.with("address", address).with("turn", turn).build();
        try (LinkCall call = gateway.open("channel.preview", head)) {
            call.sendAll(body);
            return call.reply();
        }
    }
}
