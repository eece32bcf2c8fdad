package moltbot.gateway;

import java.util.List;
import java.util.concurrent.Semaphore;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.model.ModelRequest;
import moltbot.gateway.model.Candidate;
import moltbot.gateway.model.Model;
import moltbot.gateway.model.ModelChain;
import moltbot.gateway.model.ModelChoice;
import moltbot.gateway.model.demo.DemoModel;
import moltbot.gateway.money.Ledger;

/// What the other compartments may ask of the models.
final class ModelOperations {
    private static final int MAX_REQUEST_BYTES = 16 << 20;

    private static final int MEGABYTES_AT_ONCE = 24;

    private final ModelChoice choice;
    private final ModelChain chain;
    private final Ledger ledger;
    /// Pictures make requests of many megabytes, of which this process has room for a few. Small ones never wait.
    private final Semaphore room = new Semaphore(MEGABYTES_AT_ONCE, true);

    ModelOperations(ModelChoice choice, ModelChain chain, Ledger ledger) {
        this.choice = choice;
        this.chain = chain;
        this.ledger = ledger;
    }

    /// `model.stream`. Parts are sent as they come; a caller that goes away interrupts this thread, and with it the
    /// request to the model.
    void stream(LinkExchange exchange) throws InterruptedException {
        byte[] body = exchange.readBody(MAX_REQUEST_BYTES);
        int megabytes = body.length >> 20;
        room.acquire(megabytes);
        try {
            ModelRequest request = ModelRequest.fromJson(JsonObject.parse(body));
            List<Candidate> candidates = choice.candidates(request.model());
            Model first = candidates.getFirst().model();
            exchange.reply(JsonObject.with("provider", first.provider())
                    .with("model", first.name())
                    .build());
            chain.stream(candidates, request, event -> exchange.send(event.toJson()));
        } finally {
            room.release(megabytes);
        }
    }

    /// `model.state`.
    void state(LinkExchange exchange) {
        Model model = choice.current();
        JsonObject spent = ledger.state();
        exchange.reply(JsonObject.with("provider", model.provider())
                .with("model", model.name())
                .with("demo", model.provider().equals(DemoModel.NAME))
                .with("day", spent.object("day"))
                .with("month", spent.object("month"))
                .build());
    }

    /// `model.list`: all that a conversation may choose from, in the order in which they are asked.
    void list(LinkExchange exchange) {
        List<JsonObject> all = choice.candidates().stream()
                .map(candidate -> JsonObject.with("name", ModelChoice.nameOf(candidate))
                        .with("demo", candidate.model().provider().equals(DemoModel.NAME))
                        .with("rests", !candidate.health().rest().isZero())
                        .build())
                .toList();
        exchange.reply(JsonObject.with("models", JsonArray.of(all)).build());
    }

    /// `usage.show`.
    void usage(LinkExchange exchange) {
        exchange.reply(ledger.state());
    }
}
