package moltbot.runtime.agent;

import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;

/// One message of the running turn as a model sees it.
///
/// @param step  its place in the turn, from 0, the person's own message
public record Said(int step, Origin origin, ModelMessage message) {
    /// About how many bytes it costs.
    public int weight() {
        return weight(message);
    }

    static int weight(ModelMessage message) {
        int weight = 16;
        for (Content content : message.content()) {
            weight += switch (content) {
                case Content.Text(String text) -> text.length();
                case Content.ToolUse use ->
                    use.input().toString().length() + use.name().length() + 32;
                case Content.ToolResult result -> result.text().length() + 32;
                case Content.Image picture -> picture.base64().length();
                case Content.Opaque opaque -> opaque.raw().toString().length();
            };
        }
        return weight;
    }
}
