package moltbot.runtime.agent;

import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;

/// Puts the bytes of images and documents beside a question that shows them: the newest ones, as many as may go along.
final class Enclosures {
    private Enclosures() {}

    static ModelRequest with(ModelRequest request, Attachments attachments) {
        Map<String, String> media = new HashMap<>();
        int left = ModelRequest.MAX_MEDIA_CHARS;
        for (ModelMessage message : request.messages().reversed()) {
            for (Content part : message.content().reversed()) {
                for (Content.Media one : shown(part).reversed()) {
                    int chars = (one.size() + 2) / 3 * 4;
                    if (media.containsKey(one.sha256())) {
                        continue;
                    }
                    if (chars > left) {
                        return request.withMedia(media);
                    }
                    attachments
                            .read(one.sha256())
                            .ifPresent(bytes ->
                                    media.put(one.sha256(), Base64.getEncoder().encodeToString(bytes)));
                    left -= chars;
                }
            }
        }
        return media.isEmpty() ? request : request.withMedia(media);
    }

    private static List<Content.Media> shown(Content part) {
        return switch (part) {
            case Content.Media media -> List.of(media);
            case Content.ToolResult result -> result.media();
            case Content.Text _, Content.ToolUse _, Content.Opaque _ -> List.of();
        };
    }
}
