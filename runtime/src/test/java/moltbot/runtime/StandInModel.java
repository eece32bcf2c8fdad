package moltbot.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkHandler;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelRequest;
import moltbot.contract.model.Usage;

/// A gateway whose model does what a test says.
public final class StandInModel implements LinkHandler {
    /// One answer of the model.
    @FunctionalInterface
    public interface Script {
        void answer(ModelRequest request, Out out) throws Exception;
    }

    /// Where the answer goes.
    public record Out(LinkExchange exchange) {
        public Out text(String text) {
            exchange.send(new ModelEvent.TextDelta(text).toJson());
            return this;
        }

        public Out call(String id, String tool, JsonObject input) {
            exchange.send(new ModelEvent.ToolCall(id, tool, input).toJson());
            return this;
        }

        Out opaque(JsonObject raw) {
            exchange.send(new ModelEvent.Opaque("demo", raw).toJson());
            return this;
        }

        public Out restarted() {
            exchange.send(new ModelEvent.Restarted().toJson());
            return this;
        }

        public void end() {
            finish("end");
        }

        public void tools() {
            finish("tools");
        }

        void finish(String stop) {
            exchange.send(new ModelEvent.Finished(stop, "demo", "scripted", new Usage(1, 0, 0, 1)).toJson());
        }
    }

    /// The gateway's side of the web tools.
    public LinkHandler web = exchange -> {
        throw new IllegalStateException(exchange.operation());
    };

    /// The gateway's side of messengers.
    public volatile LinkHandler messengers = exchange -> {
        throw new IllegalStateException(exchange.operation());
    };

    /// What is shown of an answer that is being said.
    public volatile LinkHandler previews =
            exchange -> exchange.reply(JsonObject.with("nextMillis", 0).build());

    public final List<ModelRequest> requests = new CopyOnWriteArrayList<>();
    public volatile Script script =
            (request, out) -> out.text("You said: " + lastText(request)).end();

    /// Answers in turn; the last one stays.
    public void answers(List<Script> scripts) {
        List<Script> left = new ArrayList<>(scripts);
        script = (request, out) -> {
            Script next;
            synchronized (left) {
                next = left.size() > 1 ? left.removeFirst() : left.getFirst();
            }
            next.answer(request, out);
        };
    }

    /// Calls `tool` once, then says “Done.”.
    public void callsOnce(String tool, JsonObject input) {
        script = (request, out) -> {
            // Where no tools are offered any more, results are told in words.
            if (lastResults(request).isEmpty() && !lastText(request).startsWith("[It gave: ")) {
                out.call("tool-1", tool, input).tools();
            } else {
                out.text("Done.").end();
            }
        };
    }

    @Override
    public void handle(LinkExchange exchange) throws Exception {
        switch (exchange.operation()) {
            case "model.stream" -> {
                ModelRequest request = ModelRequest.fromJson(JsonObject.parse(exchange.readBody(16 << 20)));
                requests.add(request);
                script.answer(request, new Out(exchange));
            }
            case "model.state" ->
                exchange.reply(JsonObject.with("provider", "demo")
                        .with("model", "scripted")
                        .with("demo", true)
                        .build());
            case "web.fetch", "web.search" -> web.handle(exchange);
            case "channel.send" -> messengers.handle(exchange);
            case "channel.preview" -> previews.handle(exchange);
            default -> throw new IllegalStateException(exchange.operation());
        }
    }

    public static String lastText(ModelRequest request) {
        String text = "";
        for (Content content : request.messages().getLast().content()) {
            if (content instanceof Content.Text(String said)) {
                text = said;
            }
        }
        return text;
    }

    public static List<Content.ToolResult> lastResults(ModelRequest request) {
        List<Content.ToolResult> results = new ArrayList<>();
        for (Content content : request.messages().getLast().content()) {
            if (content instanceof Content.ToolResult result) {
                results.add(result);
            }
        }
        return results;
    }
}
