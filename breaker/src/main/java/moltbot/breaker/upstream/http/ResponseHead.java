package moltbot.breaker.upstream.http;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The other panel's answer as the browser gets it. What the panel says of its own safety stays, and what it left out
/// is added; nothing is made less strict.
final class ResponseHead {
    private static final Set<String> DROPPED = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            // It would send browsers around us, or take our own cookies away.
            "alt-svc",
            "clear-site-data",
            "public-key-pins",
            "server",
            "x-powered-by",
            "x-frame-options",
            "x-robots-tag",
            "x-content-type-options");

    private ResponseHead() {}

    /// @param origin  of ours, that the browser asked
    static HttpHeaders of(HttpHeaders theirs, Target target, String origin, OwnCookies own) {
        HttpHeaders headers =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        List<String> options = theirs.getAll("connection");
        Iterator<Map.Entry<CharSequence, CharSequence>> all = theirs.iteratorCharSequence();
        while (all.hasNext()) {
            Map.Entry<CharSequence, CharSequence> header = all.next();
            String name = header.getKey().toString().toLowerCase(Locale.ROOT);
            String value = header.getValue().toString();
            if (DROPPED.contains(name) || named(options, name)) {
                continue;
            }
            switch (name) {
                case "set-cookie" -> {
                    if (!own.collides(value)) {
                        headers.add(name, value);
                    }
                }
                case "location", "content-location", "refresh" -> headers.add(name, here(value, target));
                case "cache-control" -> headers.add(name, privately(value));
                default -> headers.add(name, value);
            }
        }
        secure(headers, theirs, origin);
        return headers;
    }

    private static void secure(HttpHeaders headers, HttpHeaders theirs, String origin) {
        // A second policy can only take away from what the first allows (CSP Level 3 §8.1).
        headers.add("content-security-policy", "frame-ancestors 'self'");
        headers.set(
                "x-frame-options", "deny".equalsIgnoreCase(theirs.get("x-frame-options", "")) ? "DENY" : "SAMEORIGIN");
        headers.set("x-content-type-options", "nosniff");
        headers.set("x-robots-tag", "noindex, nofollow");
        if (!headers.contains("referrer-policy")) {
            headers.set("referrer-policy", "same-origin");
        }
        if (!headers.contains("cache-control")) {
            headers.set("cache-control", "private");
        }
        if (origin.startsWith("https:") && !headers.contains("strict-transport-security")) {
            headers.set("strict-transport-security", "max-age=31536000");
        }
    }

    /// A place the panel names by its own address is a place here.
    private static String here(String value, Target target) {
        String origin = target.origin();
        int at = origin.isEmpty() ? -1 : value.indexOf(origin);
        boolean names = at == 0 || (at > 0 && value.startsWith("url=", at - 4));
        if (!names) {
            return value;
        }
        String rest = value.substring(at + origin.length());
        if (rest.isEmpty()) {
            return value.substring(0, at) + "/";
        }
        return rest.startsWith("/") && !rest.startsWith("//") ? value.substring(0, at) + rest : value;
    }

    /// What only the owner may see must not lie in a cache that others use.
    private static String privately(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (!lower.contains("public") && !lower.contains("s-maxage")) {
            return value;
        }
        StringBuilder kept = new StringBuilder("private");
        for (String part : value.split(",", -1)) {
            String directive = part.strip();
            String name = directive.toLowerCase(Locale.ROOT);
            if (!directive.isEmpty() && !name.equals("public") && !name.startsWith("s-maxage")) {
                kept.append(", ").append(directive);
            }
        }
        return kept.toString();
    }

    private static boolean named(List<String> options, String name) {
        for (String option : options) {
            for (String one : option.split(",", -1)) {
                if (one.strip().equalsIgnoreCase(name)) {
                    return true;
                }
            }
        }
        return false;
    }
}
