package moltbot.gateway.oauth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a server says it wants before it answers: the `Bearer` challenge of its `WWW-Authenticate` (RFC 9110 §11.6.1,
/// RFC 6750 §3, RFC 9728 §5.1). Its words are a stranger's; what is said twice counts as not said.
///
/// @param metadata  where it describes itself, or empty
/// @param scope     the rights it wants, or empty
/// @param error     what is wrong with what it was sent, or empty
public record Challenge(String metadata, String scope, String error) {
    public static final Challenge NONE = new Challenge("", "", "");

    private static final int MOST_CHARS = 4096;

    /// Reads all values of the header.
    public static Challenge of(List<String> values) {
        String all = String.join(", ", values);
        if (all.length() > MOST_CHARS) {
            return NONE;
        }
        return new Reading(all).bearer();
    }

    /// Whether the server says that the rights do not suffice.
    public boolean wantsMore() {
        return error.equals("insufficient_scope");
    }

    /// Goes through the header once.
    private static final class Reading {
        private final String text;
        private int at;
        private final List<Map<String, String>> found = new ArrayList<>();
        private boolean isBearer;

        Reading(String text) {
            this.text = text;
        }

        Challenge bearer() {
            while (at < text.length()) {
                String word = token();
                if (word.isEmpty()) {
                    at++;
                    continue;
                }
                skipSpace();
                if (at < text.length() && text.charAt(at) == '=') {
                    at++;
                    keep(word.toLowerCase(Locale.ROOT), value());
                } else {
                    isBearer = word.equalsIgnoreCase("bearer");
                    if (isBearer) {
                        found.add(new HashMap<>());
                    }
                }
            }
            Map<String, String> said = found.size() == 1 ? found.getFirst() : Map.of();
            return new Challenge(
                    said.getOrDefault("resource_metadata", ""),
                    Scopes.clean(said.getOrDefault("scope", "")),
                    said.getOrDefault("error", ""));
        }

        private void keep(String name, String value) {
            if (isBearer) {
                // An empty text is what was not said.
                found.getLast().merge(name, value, (_, _) -> "");
            }
        }

        private String token() {
            int from = at;
            while (at < text.length() && isOfToken(text.charAt(at))) {
                at++;
            }
            return text.substring(from, at);
        }

        private static boolean isOfToken(char c) {
            return c < 0x7f && (Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~/:".indexOf(c) >= 0);
        }

        private void skipSpace() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }

        private String value() {
            skipSpace();
            if (at >= text.length() || text.charAt(at) != '"') {
                return token();
            }
            StringBuilder quoted = new StringBuilder();
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                quoted.append(text.charAt(at++));
            }
            at++;
            return quoted.toString();
        }
    }
}
