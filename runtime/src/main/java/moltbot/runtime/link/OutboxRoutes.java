package moltbot.runtime.link;

import moltbot.contract.Cut;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkRoutes;
import moltbot.runtime.outbox.Deliveries;
import moltbot.runtime.outbox.Outbox;

/// What control may ask of the outbox, for the owner.
public final class OutboxRoutes {
    private static final String CONTROL = "control";
    private static final int SHOWN_CHARS = 200;

    private final Outbox outbox;
    private final Deliveries deliveries;

    public OutboxRoutes(Outbox outbox, Deliveries deliveries) {
        this.outbox = outbox;
        this.deliveries = deliveries;
    }

    public void addTo(LinkRoutes routes) {
        routes.on(CONTROL, "outbox.list", this::list)
                .on(CONTROL, "outbox.resend", this::resend)
                .on(CONTROL, "outbox.drop", this::drop);
    }

    private void list(LinkExchange exchange) {
        JsonArray letters =
                JsonArray.of(outbox.lines().stream().map(OutboxRoutes::line).toList());
        exchange.reply(JsonObject.with("letters", letters)
                .with("sent", outbox.sentSoFar())
                .build());
    }

    private static JsonObject line(Outbox.Line line) {
        String text = line.letter().body().text();
        return JsonObject.with("letter", line.letter().id())
                .with("address", line.letter().address())
                .with("state", line.state())
                .with("tries", line.letter().tries())
                .with("made", line.letter().made())
                .with("next", line.next())
                .with("why", line.why())
                .with("text", Cut.marked(text, SHOWN_CHARS))
                .build();
    }

    private void resend(LinkExchange exchange) {
        deliveries.resend(exchange.head().number("letter"));
        exchange.reply(JsonObject.EMPTY);
    }

    private void drop(LinkExchange exchange) {
        deliveries.drop(exchange.head().number("letter"));
        exchange.reply(JsonObject.EMPTY);
    }
}
