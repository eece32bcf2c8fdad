package moltbot.runtime.context;

import java.util.ArrayList;
import java.util.List;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;

/// Messages made plainer where a model could not take them as they are.
public final class Shortened {
    private Shortened() {}

    /// Calls and results as plain text: providers refuse them where no tools are offered.
    public static List<ModelMessage> withoutTools(List<ModelMessage> messages) {
        List<ModelMessage> plain = new ArrayList<>(messages.size());
        for (ModelMessage message : messages) {
            boolean tools = message.content().stream()
                    .anyMatch(part -> part instanceof Content.ToolUse || part instanceof Content.ToolResult);
            plain.add(tools ? new ModelMessage(message.role(), plain(message.content())) : message);
        }
        return plain;
    }

    private static List<Content> plain(List<Content> parts) {
        List<Content> plain = new ArrayList<>(parts.size());
        for (Content part : parts) {
            switch (part) {
                case Content.Text text -> plain.add(text);
                case Content.ToolUse use ->
                    plain.add(new Content.Text("[Called " + use.name() + " with " + use.input() + "]"));
                case Content.ToolResult result -> {
                    plain.add(new Content.Text("[It gave: " + result.text() + "]"));
                    plain.addAll(result.media());
                }
                case Content.Media media -> plain.add(media);
                // Thinking is only valid beside the very calls it led to.
                case Content.Opaque _ -> {}
            }
        }
        return plain;
    }
}
