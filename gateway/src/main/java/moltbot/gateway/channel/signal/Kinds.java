package moltbot.gateway.channel.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// What else than words and files a message can be; it is named, for it cannot be looked at (`JsonDataMessage` of
/// signal-cli).
final class Kinds {
    private static final int MOST = 200;

    private Kinds() {}

    /// Its pictures and videos are to be viewed once, and not to be kept.
    static boolean isViewOnce(JsonObject data) {
        return data.flagOr("viewOnce", false);
    }

    /// A sentence for each thing that is not read.
    static List<String> unread(JsonObject data) {
        List<String> found = new ArrayList<>();
        if (isViewOnce(data)) {
            found.add(attachment("something that can be viewed only once; it was not opened, and they were told", ""));
        }
        if (data.has("sticker")) {
            found.add(attachment("a sticker", ""));
        }
        for (JsonObject contact : data.listOr("contacts", JsonArray.EMPTY).objects()) {
            found.add(attachment("a contact", name(contact.objectOr("name", JsonObject.EMPTY))));
        }
        if (data.has("pollCreate")) {
            found.add(attachment("a poll", data.object("pollCreate").textOr("question", "")));
        }
        if (data.has("payment")) {
            found.add(attachment("a payment", ""));
        }
        return found;
    }

    private static String name(JsonObject name) {
        return Stream.of("nickname", "given", "middle", "family")
                .map(part -> name.textOr(part, ""))
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(" "));
    }

    private static String attachment(String kind, String name) {
        String line = name.replaceAll("\\s+", " ").strip();
        String shown = line.length() <= MOST ? line : line.substring(0, line.offsetByCodePoints(0, MOST / 2)) + "…";
        return "(An attachment that cannot be looked at here: " + kind + (shown.isEmpty() ? "" : ", " + shown) + ")";
    }
}
