package moltbot.breaker.stage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.exchange.Request;
import moltbot.breaker.identity.Authentication;
import moltbot.breaker.upstream.socket.Handshake;

/// Other pages may not act in the owner's name, nor read. What changes something needs our exact `Origin`, JSON
/// (which no plain form can send), and, signed in, the sign-in's CSRF token.
final class SameOrigin implements Stage {
    private static final Set<String> OURS = Set.of("same-origin", "none");
    /// Whoever sends these proves a secret in the body, so an older sign-in's token adds nothing.
    private static final Set<String> PROVE_THEMSELVES = Set.of("/auth/claim", "/auth/sign-in", "/auth/challenge");

    @Override
    public Verdict judge(Visit visit) {
        Request request = visit.request();
        Optional<String> origin = request.one("origin");
        if (origin.isPresent() && !origin.get().equals(visit.site().origin())) {
            return refuse("foreign-origin");
        }
        Optional<String> site = request.one("sec-fetch-site");
        boolean navigation = request.one("sec-fetch-mode").orElse("").equals("navigate");
        boolean mayComeFromElsewhere = !visit.unsafe()
                && navigation
                && (visit.foreign() || !request.path().startsWith("/api/"));
        if (site.isPresent() && !OURS.contains(site.get()) && !mayComeFromElsewhere) {
            return refuse("foreign-site");
        }
        if (Handshake.wanted(request)) {
            return judgeSocket(request, origin);
        }
        return visit.unsafe() ? judgeUnsafe(visit, origin) : Verdict.NEXT;
    }

    /// True for what another site's page has caused, be it refused here or a link that was followed.
    static boolean foreign(Visit visit) {
        Request request = visit.request();
        return request.one("origin")
                        .filter(origin -> !origin.equals(visit.site().origin()))
                        .isPresent()
                || request.one("sec-fetch-site")
                        .filter(site -> !OURS.contains(site))
                        .isPresent();
    }

    /// Any web page can open a WebSocket to any server, no answer keeps it from reading, and what opens one
    /// always says from where (RFC 6455 §10.2). Ours is the only origin; what is none is told so before the
    /// panel sees it.
    private static Verdict judgeSocket(Request request, Optional<String> origin) {
        if (origin.isEmpty()) {
            return refuse("foreign-origin");
        }
        return Handshake.fault(request)
                .<Verdict>map(fault -> new Verdict.Answered(
                        Answer.error(400, "bad-handshake", fault).closing()))
                .orElse(Verdict.NEXT);
    }

    /// Another program's pages know of no token of ours, so their browser's word is the wall: one that says where a
    /// request comes from says it of every request that changes something.
    private static Verdict judgeForeignPanel(Visit visit, Optional<String> origin) {
        String site = visit.request().one("sec-fetch-site").orElse("");
        boolean ours = site.equals("same-origin") || (site.isEmpty() && origin.isPresent());
        return ours ? Verdict.NEXT : refuse("foreign-origin");
    }

    private static Verdict judgeUnsafe(Visit visit, Optional<String> origin) {
        if (visit.foreign()) {
            return judgeForeignPanel(visit, origin);
        }
        Request request = visit.request();
        // A machine's token is a header that no page can send for somebody else, and its program has no origin.
        boolean machine = visit.authentication() instanceof Authentication.Machine
                && origin.isEmpty()
                && !request.has("sec-fetch-site");
        if (!machine
                && (origin.isEmpty() || request.one("sec-fetch-site").orElse("").equals("none"))) {
            return refuse("foreign-origin");
        }
        String type = request.one("content-type").orElse("").replace(" ", "");
        boolean json = type.equals("application/json") || type.equalsIgnoreCase("application/json;charset=utf-8");
        // No form can send either of them, and a page of another site must ask first.
        boolean files = visit.authentication() instanceof Authentication.Authenticated && request.bringsFiles();
        if (!json && !files) {
            return Verdict.error(403, "not-json", "What changes something must be sent as application/json.");
        }
        if (visit.authentication() instanceof Authentication.Authenticated(var who)
                && !PROVE_THEMSELVES.contains(request.path())
                && !equal(who.csrf(), request.one("x-csrf").orElse(""))) {
            return refuse("csrf");
        }
        return Verdict.NEXT;
    }

    private static Verdict refuse(String reason) {
        return Verdict.error(403, reason, "This request did not come from this site's own page. Load the page again.");
    }

    private static boolean equal(String wanted, String found) {
        return MessageDigest.isEqual(wanted.getBytes(StandardCharsets.UTF_8), found.getBytes(StandardCharsets.UTF_8));
    }
}
