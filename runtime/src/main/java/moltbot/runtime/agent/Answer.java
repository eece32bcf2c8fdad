package moltbot.runtime.agent;

import java.util.List;
import moltbot.contract.model.Content;

/// A model's complete answer.
///
/// @param stop  `end`, `tools`, `length` or `refused`
public record Answer(List<Content> content, String stop, String provider, String model) {
    public Answer {
        content = List.copyOf(content);
    }

    /// Its text, joined.
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Content part : content) {
            if (part instanceof Content.Text(String more)) {
                text.append(more);
            }
        }
        return text.toString();
    }

    public boolean wantsTools() {
        return content.stream().anyMatch(part -> part instanceof Content.ToolUse);
    }
}
