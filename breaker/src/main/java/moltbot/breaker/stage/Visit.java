package moltbot.breaker.stage;

import moltbot.breaker.exchange.Exchange;
import moltbot.breaker.exchange.Request;
import moltbot.breaker.identity.Authentication;

/// A request on its way through the stages and what they have found out about it. One thread.
final class Visit {
    private final Exchange exchange;
    private Site site = Site.NONE;
    private boolean local;
    private Authentication authentication = new Authentication.Absent();

    Visit(Exchange exchange) {
        this.exchange = exchange;
    }

    Exchange exchange() {
        return exchange;
    }

    Request request() {
        return exchange.request();
    }

    /// Set by [ExactHost].
    void arrivedAt(Site where, boolean fromThisMachine) {
        site = where;
        local = fromThisMachine;
    }

    Site site() {
        return site;
    }

    /// This machine's own browser, by a loopback name and through no proxy that says so. Decides what is shown and
    /// who may come in HALF_OPEN; it never grants anything by itself.
    boolean local() {
        return local;
    }

    /// Set by [Recognise].
    void carries(Authentication found) {
        authentication = found;
    }

    Authentication authentication() {
        return authentication;
    }

    /// True for what a page's script asks, rather than a person's navigation.
    boolean wantsJson() {
        String path = request().path();
        return path.startsWith("/api/") || path.startsWith("/auth/") || !wantsHtml();
    }

    private boolean wantsHtml() {
        return request().all("accept").stream().anyMatch(value -> value.contains("text/html"));
    }

    boolean unsafe() {
        return !request().method().equals("GET") && !request().method().equals("HEAD");
    }
}
