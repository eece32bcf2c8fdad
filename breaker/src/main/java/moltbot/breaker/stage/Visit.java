package moltbot.breaker.stage;

import java.net.InetAddress;
import java.util.Optional;
import moltbot.breaker.exchange.Exchange;
import moltbot.breaker.exchange.OwnPlaces;
import moltbot.breaker.exchange.Request;
import moltbot.breaker.exchange.Site;
import moltbot.breaker.identity.Authentication;
import moltbot.breaker.page.BypassNote.Reader;

/// A request on its way through the stages and what they have found out about it. One thread.
public final class Visit {
    private final Exchange exchange;
    private final OwnPlaces places;
    private boolean own;
    private Request request;
    private boolean proxied;
    private boolean named = true;
    private Site site = Site.NONE;
    private boolean local;
    private Authentication authentication = new Authentication.Absent();

    Visit(Exchange exchange, OwnPlaces places) {
        this.exchange = exchange;
        this.places = places;
        this.request = exchange.request();
        this.own = !places.foreign();
    }

    public Exchange exchange() {
        return exchange;
    }

    /// The request, its client the one it really came from.
    public Request request() {
        return request;
    }

    /// Set by [ClientAddress] for what a listed proxy brings.
    ///
    /// @param client  whom it says it brings, if it says
    void broughtByProxy(Optional<InetAddress> client) {
        proxied = true;
        named = client.isPresent();
        client.ifPresent(address -> request = request.from(address));
    }

    /// True where a listed proxy brought it.
    boolean proxied() {
        return proxied;
    }

    /// False where a listed proxy did not say whom it brings.
    boolean named() {
        return named;
    }

    OwnPlaces places() {
        return places;
    }

    /// Set by [OwnGround] for what is ours to answer.
    ///
    /// @param target  without the prefix
    void stepsOnto(String target) {
        own = true;
        request = request.to(target);
    }

    /// True for what one of our own pages may answer.
    boolean own() {
        return own;
    }

    /// True for what only the panel behind us can answer, where that is another program's.
    boolean foreign() {
        return places.foreign() && !own;
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
    public boolean local() {
        return local;
    }

    /// Set by [Recognise].
    void carries(Authentication found) {
        authentication = found;
    }

    Authentication authentication() {
        return authentication;
    }

    /// Who would read a page that is the answer.
    Reader reader() {
        if (authentication instanceof Authentication.Authenticated) {
            return Reader.OWNER;
        }
        return local ? Reader.THIS_MACHINE : Reader.STRANGER;
    }

    /// True for what a page's script asks, rather than a person's navigation.
    boolean wantsJson() {
        String path = request().path();
        return (own && (path.startsWith("/api/") || path.startsWith("/auth/"))) || !wantsHtml();
    }

    private boolean wantsHtml() {
        return request().all("accept").stream().anyMatch(value -> value.contains("text/html"));
    }

    boolean unsafe() {
        String method = request().method();
        return !method.equals("GET") && !method.equals("HEAD") && !(foreign() && method.equals("OPTIONS"));
    }
}
