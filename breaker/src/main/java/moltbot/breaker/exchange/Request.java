package moltbot.breaker.exchange;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The head of a request, exactly as it was read.
///
/// @param method   as sent
/// @param version  as sent, `HTTP/1.1`
/// @param target   as sent
/// @param headers  by lower-case name, all values in order
/// @param client   the other end of the connection, or whom a listed proxy there brings
public record Request(
        String method, String version, String target, Map<String, List<String>> headers, InetAddress client) {
    /// More headers than any browser sends are refused.
    public static final int MOST_HEADERS = 100;

    /// The one place that takes more than JSON: a message with files beside its words.
    private static final Pattern MESSAGES = Pattern.compile("/api/sessions/[^/]+/messages");

    /// True for a message that brings files: bytes that no form of a page can send.
    public boolean bringsFiles() {
        return method.equals("POST")
                && one("content-type").orElse("").equals("application/octet-stream")
                && MESSAGES.matcher(path()).matches();
    }

    /// The same, brought from `address` by a proxy.
    public Request from(InetAddress address) {
        return new Request(method, version, target, headers, address);
    }

    /// The same, for another target.
    public Request to(String other) {
        return new Request(method, version, other, headers, client);
    }

    /// The same without its headers, for who only has to know what was asked.
    public Request withoutHeaders() {
        return new Request(method, version, target, Map.of(), client);
    }

    public List<String> all(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /// The value of a header that was sent exactly once.
    public Optional<String> one(String name) {
        List<String> values = all(name);
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    public boolean has(String name) {
        return headers.containsKey(name);
    }

    /// The target without its query.
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}
