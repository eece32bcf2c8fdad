package moltbot.gateway.egress.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The head of an HTTP/1.1 message (RFC 9112), taken apart strictly: what could be read in two ways is refused.
///
/// @param start   the request line or status line
/// @param fields  in their order
record Head(String start, List<Field> fields) {
    private static final String TOKEN = "!#$%&'*+-.^_`|~";

    /// One header field; the name as it was spelled.
    record Field(String name, String value) {
        boolean is(String other) {
            return name.equalsIgnoreCase(other);
        }
    }

    Head {
        fields = List.copyOf(fields);
    }

    static Head of(List<String> lines) throws Refusal {
        List<Field> fields = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon < 1 || !token(line.substring(0, colon))) {
                throw Refusal.malformed("A header field has no proper name.");
            }
            fields.add(new Field(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new Head(lines.getFirst(), fields);
    }

    static boolean token(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c -> (c >= '0' && c <= '9')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= 'a' && c <= 'z')
                                || TOKEN.indexOf(c) >= 0);
    }

    List<String> all(String name) {
        return fields.stream().filter(field -> field.is(name)).map(Field::value).toList();
    }

    /// How the body's end is known (RFC 9112 §6); two ways at once, or one said twice, is an attack.
    ///
    /// @param none  what no word of it means
    Framing framing(Framing none) throws Refusal {
        List<String> encodings = all("transfer-encoding");
        List<String> lengths = all("content-length");
        if (encodings.size() + lengths.size() > 1) {
            throw Refusal.malformed("The length of the body is said twice.");
        }
        if (!encodings.isEmpty()) {
            if (!encodings.getFirst().equalsIgnoreCase("chunked")) {
                throw Refusal.malformed("The body's transfer encoding is not known here.");
            }
            return Framing.CHUNKED;
        }
        if (!lengths.isEmpty()) {
            String length = lengths.getFirst();
            if (length.isEmpty() || length.length() > 15 || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw Refusal.malformed("The body's length is not a number.");
            }
            return new Framing(Framing.Kind.LENGTH, Long.parseLong(length));
        }
        return none;
    }

    /// The fields that are for the next hop too: not those about this connection, nor those that `connection` names.
    List<Field> forwarded() {
        List<String> named = new ArrayList<>(List.of(
                "connection",
                "proxy-connection",
                "proxy-authorization",
                "proxy-authenticate",
                "keep-alive",
                "te",
                "trailer",
                "transfer-encoding",
                "content-length",
                "upgrade",
                "expect",
                "alt-svc",
                "host"));
        for (String value : all("connection")) {
            for (String name : value.split(",", -1)) {
                named.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return fields.stream()
                .filter(field -> !named.contains(field.name().toLowerCase(Locale.ROOT)))
                .toList();
    }
}
