package moltbot.gateway.model.demo;

import java.util.function.Consumer;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelRequest;
import moltbot.contract.model.Usage;
import moltbot.gateway.model.Model;

/// A scripted, offline stand-in for a model, labelled as such: enough to show a chat, tools, an approval and an error
/// in a house that has no key yet. It follows [DemoScript] and looks at nothing but the conversation.
public final class DemoModel implements Model {
    /// Provider and model alike.
    public static final String NAME = "demo";

    private final Pacing pacing;

    public DemoModel(Pacing pacing) {
        this.pacing = pacing;
    }

    @Override
    public String provider() {
        return NAME;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void stream(ModelRequest request, Consumer<ModelEvent> out) throws InterruptedException {
        DemoStep step = DemoScript.next(DemoTalk.of(request));
        say(step.text(), out);
        if (step.tool().isEmpty()) {
            out.accept(finished("end"));
            return;
        }
        // Unique within the conversation, which is all an id must be, and the same again after a crash.
        String id = "demo_" + request.messages().size();
        out.accept(new ModelEvent.ToolCall(id, step.tool(), step.input()));
        out.accept(finished("tools"));
    }

    private static ModelEvent finished(String stop) {
        return new ModelEvent.Finished(stop, NAME, NAME, Usage.NONE);
    }

    /// Word by word, each with the space that follows it.
    private void say(String text, Consumer<ModelEvent> out) throws InterruptedException {
        int from = 0;
        while (from < text.length()) {
            int to = from;
            while (to < text.length() && !Character.isWhitespace(text.charAt(to))) {
                to++;
            }
            while (to < text.length() && Character.isWhitespace(text.charAt(to))) {
                to++;
            }
            if (from > 0) {
                pacing.pause();
            }
            out.accept(new ModelEvent.TextDelta(text.substring(from, to)));
            from = to;
        }
    }
}
