package moltbot.runtime.link;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelRequest;
import moltbot.contract.model.Usage;
import moltbot.runtime.agent.Answer;
import moltbot.runtime.agent.Drafts;
import moltbot.runtime.agent.Model;

/// The model, behind the gateway.
public final class LinkModel implements Model {
    private static final int MAX_ANSWER_CHARS = 2 << 20;
    private static final int MAX_CALLS = 32;

    private final LinkClient gateway;

    public LinkModel(LinkClient gateway) {
        this.gateway = gateway;
    }

    /// Which model answers now.
    public JsonObject state() {
        return gateway.ask("model.state", JsonObject.EMPTY);
    }

    @Override
    public Answer ask(ModelRequest request, Drafts drafts) {
        try (LinkCall call = gateway.open("model.stream", JsonObject.EMPTY)) {
            call.sendAll(request.toJson().toBytes());
            Parts parts = new Parts(drafts);
            byte[] frame;
            while ((frame = call.next()) != null) {
                parts.take(ModelEvent.fromJson(JsonObject.parse(frame)), frame.length);
            }
            return parts.answer();
        }
    }

    /// Puts an answer together.
    private static final class Parts {
        private final Drafts drafts;
        private final List<Content> content = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private ModelEvent.Finished end = new ModelEvent.Finished("", "", "", Usage.NONE);
        private long chars;
        private final Set<String> calls = new HashSet<>();

        Parts(Drafts drafts) {
            this.drafts = drafts;
        }

        void take(ModelEvent event, int size) {
            chars += size;
            if (chars > MAX_ANSWER_CHARS) {
                throw new ContractException(Code.REFUSED, "model-rejected", "The model's answer is too long.");
            }
            switch (event) {
                case ModelEvent.TextDelta(String more) -> {
                    text.append(more);
                    drafts.add(more);
                }
                case ModelEvent.ToolCall(String id, String name, JsonObject input) -> {
                    // An id used twice could not be answered twice.
                    if (calls.size() < MAX_CALLS && calls.add(id)) {
                        part(new Content.ToolUse(id, name, input));
                    }
                }
                case ModelEvent.Opaque(String provider, JsonObject raw) -> part(new Content.Opaque(provider, raw));
                case ModelEvent.Restarted() -> restart();
                case ModelEvent.Finished finished -> end = finished;
            }
        }

        private void restart() {
            content.clear();
            text.setLength(0);
            calls.clear();
            drafts.restart();
        }

        private void part(Content part) {
            endText();
            content.add(part);
        }

        private void endText() {
            if (!text.isEmpty()) {
                content.add(new Content.Text(text.toString()));
                text.setLength(0);
            }
        }

        Answer answer() {
            if (end.stop().isEmpty()) {
                throw new ContractException(Code.LOST, "The model's answer has no end.");
            }
            endText();
            return new Answer(content, end.stop(), end.provider(), end.model());
        }
    }
}
