package moltbot.breaker.page;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// Says on a page of ours that checks are bypassed, to whom that may be said. Whoever is signed in is told all of it,
/// on every page. This machine's own browser is told that there are some, and nobody else anything at all: which check
/// does not count is worth knowing to whoever would rather not be seen.
public final class BypassNote {
    /// Who reads a page.
    public enum Reader {
        OWNER,
        THIS_MACHINE,
        STRANGER
    }

    private BypassNote() {}

    /// Content for [Html#page], empty where there is nothing to say.
    ///
    /// @param bypasses  as the guardian reported them
    public static String of(JsonArray bypasses, Reader reader) {
        if (bypasses.values().isEmpty()) {
            return "";
        }
        return switch (reader) {
            case OWNER -> all(bypasses);
            case THIS_MACHINE -> number(bypasses.values().size());
            case STRANGER -> "";
        };
    }

    private static String all(JsonArray bypasses) {
        StringBuilder note = new StringBuilder("<aside>");
        for (JsonObject bypass : bypasses.objects()) {
            note.append("<p><b>Check ")
                    .append(Html.escape(bypass.text("check")))
                    .append(" is bypassed</b> until ")
                    .append(Html.escape(until(bypass.text("until"))))
                    .append(": ")
                    .append(Html.escape(bypass.textOr("reason", "")))
                    .append("</p>");
        }
        return note.append("</aside>").toString();
    }

    private static String until(String instant) {
        try {
            return Html.spoken(Instant.parse(instant));
        } catch (DateTimeParseException e) {
            return instant;
        }
    }

    private static String number(int number) {
        return "<aside><p><b>" + (number == 1 ? "One check is bypassed" : number + " checks are bypassed")
                + "</b> by the owner. On the host: <code>./moltbot guardian report</code></p></aside>";
    }
}
