package moltbot.gateway.channel.whatsapp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import moltbot.gateway.channel.OutgoingFile;

/// The kinds of files that WhatsApp
/// [takes](https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media/).
final class Kinds {
    private static final int MOST_IMAGE = 5 << 20;
    private static final String OFFICE = "application/vnd.openxmlformats-officedocument.";
    private static final Map<String, String> DOCUMENTS = Map.of(
            "pdf", "application/pdf",
            "doc", "application/msword",
            "docx", OFFICE + "wordprocessingml.document",
            "xls", "application/vnd.ms-excel",
            "xlsx", OFFICE + "spreadsheetml.sheet",
            "ppt", "application/vnd.ms-powerpoint",
            "pptx", OFFICE + "presentationml.presentation");

    /// What a file is to WhatsApp.
    ///
    /// @param type   of the message
    /// @param media  the media type
    /// @param named  whether its name is shown
    record Kind(String type, String media, boolean named) {}

    private Kinds() {}

    /// Empty where WhatsApp takes no such file.
    static Optional<Kind> of(OutgoingFile file) {
        Optional<String> image = file.image();
        if (image.isPresent()) {
            boolean shown = image.get().equals("image/jpeg") || image.get().equals("image/png");
            return shown && file.bytes().length <= MOST_IMAGE
                    ? Optional.of(new Kind("image", image.get(), false))
                    : Optional.empty();
        }
        String ending = file.name().substring(file.name().lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String document = DOCUMENTS.get(ending);
        if (document != null) {
            return Optional.of(new Kind("document", document, true));
        }
        return isText(file.bytes()) ? Optional.of(new Kind("document", "text/plain", true)) : Optional.empty();
    }

    private static boolean isText(byte[] bytes) {
        for (byte one : bytes) {
            if (one == 0) {
                return false;
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
