package moltbot.breaker.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.breaker.exchange.Request;

/// The two cookies of this house (RFC 6265bis): the sign-in, and the mark of a browser that was signed in
/// before, which only keeps its tries apart from strangers'.
///
/// @param name    `__Host-sign-in`, which browsers bind to this origin; or `sign-in-localhost` where the owner chose it
/// @param secure  whether it carries `Secure`
public record Cookies(String name, boolean secure) {
    private static final long LIFE_SECONDS = 14L * 24 * 3600;
    /// The longest that browsers keep one.
    private static final long MARK_LIFE_SECONDS = 400L * 24 * 3600;

    /// The cookie to use.
    ///
    /// @param insecureLocalhost  for browsers that refuse `Secure` on plain loopback
    public static Cookies of(boolean insecureLocalhost) {
        return insecureLocalhost ? new Cookies("sign-in-localhost", false) : new Cookies("__Host-sign-in", true);
    }

    /// The names of all that are ours.
    public List<String> names() {
        return List.of(name, markName());
    }

    /// `Set-Cookie` for a new sign-in.
    public String give(String token) {
        return name + "=" + token + "; Path=/; Max-Age=" + LIFE_SECONDS + flags();
    }

    /// `Set-Cookie` that ends one.
    public String takeBack() {
        return name + "=; Path=/; Max-Age=0" + flags();
    }

    /// `Set-Cookie` for the mark of a known browser.
    public String giveMark(String mark) {
        return markName() + "=" + mark + "; Path=/; Max-Age=" + MARK_LIFE_SECONDS + flags();
    }

    private String markName() {
        return name + "-device";
    }

    private String flags() {
        return (secure ? "; Secure" : "") + "; HttpOnly; SameSite=Strict";
    }

    /// The token a request carries. Two of them are none that is believed: an empty text, which no sign-in has.
    public Optional<String> token(Request request) {
        return value(request, name);
    }

    /// The mark a request carries, likewise.
    public Optional<String> mark(Request request) {
        return value(request, markName());
    }

    private static Optional<String> value(Request request, String name) {
        List<String> found = new ArrayList<>();
        for (String header : request.all("cookie")) {
            for (String pair : header.split(";", -1)) {
                String cookie = pair.strip();
                if (cookie.startsWith(name + "=")) {
                    found.add(cookie.substring(name.length() + 1));
                }
            }
        }
        return switch (found.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(found.getFirst());
            default -> Optional.of("");
        };
    }
}
