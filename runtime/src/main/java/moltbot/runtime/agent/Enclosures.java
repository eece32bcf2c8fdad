package moltbot.runtime.agent;

import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import moltbot.contract.ContractException;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;

/// Puts the bytes of images and documents beside a question that shows them: the newest ones, as many as may go along.
/// A few megabytes of them are under way at once, which is what this process has room for; more wait. Safe for several
/// threads.
final class Enclosures {
    private static final int MEGABYTES = 12;

    private final Semaphore room = new Semaphore(MEGABYTES, true);

    Answer ask(Model model, ModelRequest request, Attachments attachments, Drafts drafts) throws InterruptedException {
        Map<String, Content.Media> shown = newest(request);
        long chars = shown.values().stream().mapToLong(Enclosures::chars).sum();
        int megabytes = (int) Math.min(MEGABYTES, (chars + (1 << 20) - 1) >> 20);
        room.acquire(megabytes);
        try {
            return shown.isEmpty()
                    ? model.ask(request, drafts)
                    : ask(model, request, request.withMedia(bytes(shown, attachments)), drafts);
        } finally {
            room.release(megabytes);
        }
    }

    /// One picture or document that a provider cannot read must not end every later turn: without any of them it
    /// answers.
    private static Answer ask(Model model, ModelRequest without, ModelRequest with, Drafts drafts)
            throws InterruptedException {
        try {
            return model.ask(with, drafts);
        } catch (ContractException e) {
            if (!e.reason().equals("model-rejected")) {
                throw e;
            }
            drafts.restart();
            return model.ask(without, drafts);
        }
    }

    private static int chars(Content.Media media) {
        return (media.size() + 2) / 3 * 4;
    }

    private static Map<String, String> bytes(Map<String, Content.Media> shown, Attachments attachments) {
        Map<String, String> media = new HashMap<>();
        for (String sha256 : shown.keySet()) {
            attachments
                    .read(sha256)
                    .ifPresent(bytes -> media.put(sha256, Base64.getEncoder().encodeToString(bytes)));
        }
        return media;
    }

    private static Map<String, Content.Media> newest(ModelRequest request) {
        Map<String, Content.Media> chosen = new LinkedHashMap<>();
        long left = ModelRequest.MAX_MEDIA_CHARS;
        for (ModelMessage message : request.messages().reversed()) {
            for (Content part : message.content().reversed()) {
                for (Content.Media one : shown(part).reversed()) {
                    if (chosen.containsKey(one.sha256())) {
                        continue;
                    }
                    left -= chars(one);
                    if (left < 0) {
                        return chosen;
                    }
                    chosen.put(one.sha256(), one);
                }
            }
        }
        return chosen;
    }

    private static List<Content.Media> shown(Content part) {
        return switch (part) {
            case Content.Media media -> List.of(media);
            case Content.ToolResult result -> result.media();
            case Content.Text _, Content.ToolUse _, Content.Opaque _ -> List.of();
        };
    }
}
