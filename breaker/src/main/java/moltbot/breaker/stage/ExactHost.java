package moltbot.breaker.stage;

import java.util.List;
import java.util.Map;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.exchange.Request;
import moltbot.breaker.exchange.Site;

/// Exactly one `Host`, exactly one of ours: the cure for DNS rebinding.
final class ExactHost implements Stage {
    private static final List<String> PROXY_MARKS =
            List.of("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via");

    private final Map<String, Site> sites;

    ExactHost(Map<String, Site> sites) {
        this.sites = sites;
    }

    @Override
    public Verdict judge(Visit visit) {
        Request request = visit.request();
        if (request.all("host").size() != 1) {
            return refuse(400, "A request must name exactly one host.");
        }
        Site site = sites.get(request.all("host").getFirst());
        if (site == null || !request.target().startsWith("/")) {
            return refuse(421, "This address does not answer for that name.");
        }
        if (!visit.named() && !site.local()) {
            return refuse(403, "The proxy in front must say whom it brings: X-Forwarded-For is missing.");
        }
        boolean proxied = visit.proxied() || PROXY_MARKS.stream().anyMatch(request::has);
        visit.arrivedAt(site, site.local() && !proxied && request.client().isLoopbackAddress());
        return Verdict.NEXT;
    }

    private static Verdict refuse(int status, String message) {
        return new Verdict.Answered(Answer.error(status, "wrong-host", message).closing());
    }
}
