package moltbot.control.panel;

import java.util.List;
import moltbot.contract.json.JsonObject;
import moltbot.control.chat.ModelDesk;

/// What the head of a conversation shows of models, and takes.
record ModelPages(ModelDesk models) {
    List<Route> routes() {
        return List.of(
                Route.get("/api/models", _ -> Reply.json(200, models.list())),
                Route.get("/api/sessions/*/model", request -> answer(models.chosen(request.word(0)))),
                Route.post("/api/sessions/*/model", this::choose));
    }

    private Reply choose(Request request) throws InterruptedException {
        String wish = request.json().text("model");
        String name = models.choose(request.word(0), wish.isEmpty() ? ModelDesk.USUAL : wish, Desks.BY);
        return answer(name);
    }

    private static Reply answer(String model) {
        return Reply.json(200, JsonObject.with("model", model).build());
    }
}
