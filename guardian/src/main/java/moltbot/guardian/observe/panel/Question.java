package moltbot.guardian.observe.panel;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import moltbot.guardian.fact.panel.Kind;

/// One thing to try.
///
/// @param name   for people; unique for its kind
/// @param text   what is sent
/// @param plain  the same without what is tried, where answers are compared
record Question(Kind kind, String name, String text, Optional<String> plain) {
    Question(Kind kind, String name, String text) {
        this(kind, name, text, Optional.empty());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
