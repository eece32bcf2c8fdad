package moltbot.gateway.model.remote;

import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;
import moltbot.contract.model.ToolSpec;

/// How many tokens a question has, when nobody counts them: rather too many than too few. A token is three letters of
/// English or more, and one and a half for every letter of other scripts is plenty.
public final class TokenEstimate {
    private static final int IMAGE = 5_000;
    private static final int BYTES_OF_A_DOCUMENT_PER_TOKEN = 25;
    private static final int MESSAGE = 8;
    private static final int FIXED = 400;

    private TokenEstimate() {}

    public static long of(ModelRequest request) {
        long tokens = FIXED + of(request.system());
        for (ToolSpec tool : request.tools()) {
            tokens += of(tool.toJson().toString());
        }
        for (ModelMessage message : request.messages()) {
            tokens += MESSAGE;
            for (Content content : message.content()) {
                tokens += of(content);
            }
        }
        return tokens;
    }

    private static long of(Content content) {
        return switch (content) {
            case Content.Text(String text) -> of(text);
            case Content.Media media -> of(media);
            case Content.ToolUse use -> MESSAGE + of(use.toJson().toString());
            case Content.ToolResult result ->
                MESSAGE
                        + of(result.text())
                        + result.media().stream().mapToLong(TokenEstimate::of).sum();
            case Content.Opaque opaque -> of(opaque.raw().toString());
        };
    }

    private static long of(Content.Media media) {
        return media.isImage() ? IMAGE : Math.max(IMAGE, media.size() / BYTES_OF_A_DOCUMENT_PER_TOKEN);
    }

    static long of(String text) {
        long plain = text.chars().filter(c -> c < 0x80).count();
        return plain / 3 + (text.length() - plain) * 3 / 2 + 1;
    }
}
