package moltbot.runtime.context;

import java.util.List;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;

/// About how many bytes messages cost a model.
public final class Weight {
    private static final int IMAGE = 6_400;

    private static final int BYTES_OF_A_TOKEN = 4;

    private Weight() {}

    /// About how many tokens that is.
    public static int tokens(int weight) {
        return weight / BYTES_OF_A_TOKEN;
    }

    public static int of(List<ModelMessage> messages) {
        return messages.stream().mapToInt(Weight::of).sum();
    }

    public static int of(ModelMessage message) {
        int weight = 16;
        for (Content content : message.content()) {
            weight += switch (content) {
                case Content.Text(String text) -> text.length();
                case Content.Media media -> of(media);
                case Content.ToolUse use ->
                    use.input().toString().length() + use.name().length() + 32;
                case Content.ToolResult result ->
                    result.text().length()
                            + 32
                            + result.media().stream().mapToInt(Weight::of).sum();
                case Content.Opaque opaque -> opaque.raw().toString().length();
            };
        }
        return weight;
    }

    /// By what providers count for it, whatever its bytes: some 1,600 tokens for an image, and as much for a page.
    private static int of(Content.Media media) {
        return media.isImage() ? IMAGE : Math.max(IMAGE, media.size() / 10);
    }
}
