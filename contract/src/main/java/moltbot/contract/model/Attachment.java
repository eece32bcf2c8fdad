package moltbot.contract.model;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.seal.Seal;

/// An image or a document with its bytes, as a tool or a person gives it. Refuses kinds that no model reads and sizes
/// that some provider would not take.
///
/// @param mediaType  one of [#TYPES]
public record Attachment(String mediaType, byte[] bytes) {
    /// What models read.
    public static final Set<String> TYPES =
            Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf");

    /// Anthropic takes images of 5 MB; base64 makes three bytes four.
    public static final int MAX_BYTES = 3_750_000;

    public Attachment {
        bytes = bytes.clone();
        require(mediaType, bytes.length);
    }

    /// What these bytes are, by how they begin; empty for what a model cannot be shown.
    public static Optional<Attachment> recognise(byte[] bytes) {
        return type(bytes, bytes.length).map(type -> new Attachment(type, bytes));
    }

    /// What kind something of so many bytes is, by how it begins; empty for what a model cannot be shown.
    ///
    /// @param first  its first bytes, a dozen if it has them
    public static Optional<String> type(byte[] first, int size) {
        String start = new String(first, 0, Math.min(first.length, 12), StandardCharsets.ISO_8859_1);
        String type = "";
        if (start.startsWith("\u0089PNG\r\n")) {
            type = "image/png";
        } else if (start.startsWith("\u00ff\u00d8\u00ff")) {
            type = "image/jpeg";
        } else if (start.startsWith("GIF8")) {
            type = "image/gif";
        } else if (start.startsWith("RIFF") && start.endsWith("WEBP")) {
            type = "image/webp";
        } else if (start.startsWith("%PDF-")) {
            type = "application/pdf";
        }
        return type.isEmpty() || size > MAX_BYTES ? Optional.empty() : Optional.of(type);
    }

    /// What stands for it in a message.
    public Content.Media media() {
        return new Content.Media(mediaType, Seal.sha256Hex(bytes), bytes.length);
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    static void require(String mediaType, int size) {
        if (!TYPES.contains(mediaType)) {
            throw ContractException.malformed(
                    "A model can be shown PNG, JPEG, GIF and WebP images and PDF documents, nothing else.");
        }
        if (size < 1 || size > MAX_BYTES) {
            throw new ContractException(
                    Code.TOO_LARGE, "An image or document may have up to " + MAX_BYTES / 1000 + " kB.");
        }
    }
}
