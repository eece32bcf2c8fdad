package moltbot.breaker.upstream.http;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Keeps our cookies and the panel's apart (RFC 6265 §4): ours never go up, and the panel cannot set one of their
/// names.
///
/// @param names  of our own cookies
record OwnCookies(List<String> names) {
    OwnCookies {
        names = List.copyOf(names);
    }

    /// A `Cookie` header without ours; null where nothing is left.
    @Nullable
    String without(String header) {
        StringBuilder kept = new StringBuilder(header.length());
        int from = 0;
        while (from <= header.length()) {
            int semicolon = header.indexOf(';', from);
            int end = semicolon < 0 ? header.length() : semicolon;
            String pair = header.substring(from, end).strip();
            if (!pair.isEmpty() && !ours(pair)) {
                kept.append(kept.isEmpty() ? "" : "; ").append(pair);
            }
            from = end + 1;
        }
        return kept.isEmpty() ? null : kept.toString();
    }

    /// True for a `Set-Cookie` that would put one of ours in another's place. Browsers compare the names of
    /// prefixed cookies without regard to case, so we do too; a cookie without a name is compared by its value,
    /// which a server would read back as a name.
    boolean collides(String setCookie) {
        int semicolon = setCookie.indexOf(';');
        String pair = (semicolon < 0 ? setCookie : setCookie.substring(0, semicolon)).strip();
        return ours(pair.startsWith("=") ? pair.substring(1).strip() : pair);
    }

    private boolean ours(String pair) {
        int equals = pair.indexOf('=');
        String name = (equals < 0 ? pair : pair.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
        for (String own : names) {
            if (name.equals(own.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }
}
