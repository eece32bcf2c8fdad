package moltbot.gateway;

import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.model.ModelRequest;
import moltbot.gateway.model.Model;
import moltbot.gateway.model.ModelChoice;
import moltbot.gateway.model.demo.DemoModel;

/// What the other compartments may ask of the models.
final class ModelOperations {
    private static final int MAX_REQUEST_BYTES = 16 << 20;

    private final ModelChoice choice;

    ModelOperations(ModelChoice choice) {
        this.choice = choice;
    }

    /// `model.stream`. Parts are sent as they come; a caller that goes away interrupts this thread, and with it the
    /// request to the model.
    void stream(LinkExchange exchange) throws InterruptedException {
        ModelRequest request = ModelRequest.fromJson(JsonObject.parse(exchange.readBody(MAX_REQUEST_BYTES)));
        Model model = choice.current();
        exchange.reply(JsonObject.with("provider", model.provider())
                .with("model", model.name())
                .build());
        model.stream(request, event -> exchange.send(event.toJson()));
    }

    /// `model.state`.
    void state(LinkExchange exchange) {
        Model model = choice.current();
        exchange.reply(JsonObject.with("provider", model.provider())
                .with("model", model.name())
                .with("demo", model.provider().equals(DemoModel.NAME))
                .build());
    }
}
