package moltbot.breaker.stage;

import java.util.Locale;
import java.util.Set;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.exchange.Request;

/// One spelling for each place: nothing a later reader could understand as another path.
final class CanonicalTarget implements Stage {
    private static final int MAX_LENGTH = 4096;
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");
    private static final Set<String> FOREIGN_METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    /// What browsers leave as it is in a query, and another program's panel may be used to.
    private static final String IN_QUERIES = "^`{|}";

    @Override
    public Verdict judge(Visit visit) {
        Request request = visit.request();
        if (visit.foreign()) {
            return judgeForeign(request);
        }
        if (!METHODS.contains(request.method())) {
            return new Verdict.Answered(
                    Answer.error(405, "method", "That method is not used here.").with("allow", "GET, HEAD, POST"));
        }
        if (request.target().length() > MAX_LENGTH || !canonical(request.path()) || !plain(request.target())) {
            return Verdict.error(404, "not-found", "There is nothing at that address.");
        }
        return Verdict.NEXT;
    }

    /// Another program's paths are its own affair, as long as nobody on the way could resolve one to another
    /// place: no dot segments in any spelling, no backslash, no control byte.
    private static Verdict judgeForeign(Request request) {
        if (!FOREIGN_METHODS.contains(request.method())) {
            return new Verdict.Answered(Answer.error(405, "method", "That method is not used here.")
                    .with("allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
        }
        String path = request.path();
        String query = request.target().substring(path.length());
        StringBuilder plainQuery = new StringBuilder(query.length());
        query.chars().filter(c -> IN_QUERIES.indexOf(c) < 0).forEach(c -> plainQuery.append((char) c));
        String dotted = path.toLowerCase(Locale.ROOT)
                .replace("%2e", ".")
                .replace("%2f", "/")
                .replace("%5c", "/");
        boolean stays = !path.startsWith("//")
                && !path.toLowerCase(Locale.ROOT).matches(".*%([01][0-9a-f]|7f).*")
                && noDotSegments(dotted);
        return request.target().length() <= MAX_LENGTH && stays && plain(path) && plain(plainQuery.toString())
                ? Verdict.NEXT
                : Verdict.error(404, "not-found", "There is nothing at that address.");
    }

    private static boolean noDotSegments(String path) {
        if (path.indexOf("/.") < 0) {
            return true;
        }
        for (String segment : path.split("[/;]", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return true;
    }

    /// Printable, no fragment, no backslash; every escape complete.
    private static boolean plain(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f || "#\\<>\"^`{|}".indexOf(c) >= 0) {
                return false;
            }
            if (c == '%' && !escape(target, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean escape(String target, int at) {
        return at + 2 < target.length()
                && Character.digit(target.charAt(at + 1), 16) >= 0
                && Character.digit(target.charAt(at + 2), 16) >= 0;
    }

    private static boolean canonical(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        if (lower.contains("//")
                || lower.contains(";")
                || lower.contains("%2e")
                || lower.contains("%2f")
                || lower.contains("%5c")
                || lower.contains("%25")
                || lower.contains("%0")
                || lower.contains("%1")
                || lower.contains("%7f")) {
            return false;
        }
        for (String segment : lower.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return true;
    }
}
