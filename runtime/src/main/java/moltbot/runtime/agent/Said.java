package moltbot.runtime.agent;

import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;

/// One message of the running turn as a model sees it.
///
/// @param step  its place in the turn, from 0, the person's own message
public record Said(int step, Origin origin, ModelMessage message) {
    private static final int IMAGE_WEIGHT = 6_400;

    /// About how many bytes it costs.
    public int weight() {
        return weight(message);
    }

    static int weight(ModelMessage message) {
        int weight = 16;
        for (Content content : message.content()) {
            weight += switch (content) {
                case Content.Text(String text) -> text.length();
                case Content.Media media -> weight(media);
                case Content.ToolUse use ->
                    use.input().toString().length() + use.name().length() + 32;
                case Content.ToolResult result ->
                    result.text().length()
                            + 32
                            + result.media().stream().mapToInt(Said::weight).sum();
                case Content.Opaque opaque -> opaque.raw().toString().length();
            };
        }
        return weight;
    }

    /// By what providers count for it, whatever its bytes: some 1,600 tokens for an image, and as much for a page.
    private static int weight(Content.Media media) {
        return media.isImage() ? IMAGE_WEIGHT : Math.max(IMAGE_WEIGHT, media.size() / 10);
    }
}
