package moltbot.runtime.agent;

import java.util.ArrayList;
import java.util.List;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;

/// Messages made smaller or plainer where a model could not take them as they are.
final class Shortened {
    private static final String LEFT_OUT = "[Earlier output, left out to make room.]";
    private static final int SHORT = 400;

    private Shortened() {}

    /// The running turn within `maxWeight`, by leaving out its oldest tool results; its structure stays.
    static List<ModelMessage> toFit(List<Said> turn, int maxWeight) {
        int weight = 0;
        for (Said said : turn) {
            weight += said.weight();
        }
        List<ModelMessage> messages = new ArrayList<>(turn.size());
        for (Said said : turn) {
            ModelMessage message = said.message();
            if (weight > maxWeight && said.origin() == Origin.TOOL && said.weight() > SHORT) {
                message = new ModelMessage(
                        message.role(),
                        message.content().stream().map(Shortened::leaveOut).toList());
                weight -= said.weight();
            }
            messages.add(message);
        }
        return messages;
    }

    private static Content leaveOut(Content content) {
        return content instanceof Content.ToolResult result
                ? new Content.ToolResult(result.toolUse(), LEFT_OUT, result.failed())
                : content;
    }

    /// Calls and results as plain text: providers refuse them where no tools are offered.
    static List<ModelMessage> withoutTools(List<ModelMessage> messages) {
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
