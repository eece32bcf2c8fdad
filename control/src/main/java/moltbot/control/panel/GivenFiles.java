package moltbot.control.panel;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import moltbot.contract.chat.SentFile;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.model.Attachment;
import moltbot.control.chat.Conversations;
import org.jspecify.annotations.Nullable;

/// Files that the assistant gave the owner. They pass through in pieces, as something to be saved; only
/// what begins as an image does may be looked at, and nothing in any of them may run.
final class GivenFiles {
    private static final int AT_ONCE = 4;

    private final Conversations conversations;
    private final Semaphore free = new Semaphore(AT_ONCE);

    GivenFiles(Conversations conversations) {
        this.conversations = conversations;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/sessions/*/files/*", this::give));
    }

    private @Nullable Reply give(Request request) {
        if (!free.tryAcquire()) {
            throw new HttpFailure(429, "busy", "Too many files are fetched at once; try again soon.");
        }
        try (LinkCall file = conversations.file(request.word(0), request.word(1))) {
            String name = SentFile.plain(file.reply().text("name"));
            byte[] first = file.next();
            request.exchange().reply(head(name, first == null ? new byte[0] : first));
            pass(first, file, request.exchange());
        } finally {
            free.release();
        }
        return null;
    }

    private static void pass(byte @Nullable [] first, LinkCall file, LinkExchange exchange) {
        byte[] piece = first;
        while (piece != null) {
            exchange.send(piece);
            piece = file.next();
        }
    }

    private static JsonObject head(String name, byte[] first) {
        Optional<String> image = Attachment.type(first, 0).filter(type -> type.startsWith("image/"));
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return Reply.head(
                200,
                Reply.headers(image.orElse("application/octet-stream"), "private, max-age=31536000, immutable")
                        .with("content-security-policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
                        .with(
                                "content-disposition",
                                (image.isPresent() ? "inline" : "attachment") + "; filename*=UTF-8''" + encoded)
                        .build());
    }
}
