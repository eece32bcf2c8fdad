package moltbot.breaker.upstream.http;

import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import moltbot.breaker.exchange.Exchange;
import moltbot.breaker.exchange.Request;
import moltbot.breaker.identity.SignedIn;
import moltbot.breaker.upstream.Errand;
import moltbot.breaker.upstream.Upstream;
import moltbot.breaker.upstream.socket.Handshake;
import moltbot.contract.json.JsonObject;

/// Another program's panel behind the breaker: HTTP/1.1 (RFC 9110, RFC 9112) over TCP or a Unix socket, on the event
/// loop of the browser's own connection. Nothing here waits.
public final class HttpUpstream implements Upstream {
    /// All together, WebSockets and streams included.
    private static final int MOST_LIVE = 1_024;

    private static final int LOOK_SECONDS = 1;
    private static final long DEFAULT_BODY_MEGABYTES = 64;

    private final Target target;
    private final Terms terms;
    private final Set<Live> live = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<EventLoop, Pool> pools = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private HttpUpstream(Target target, Terms terms) {
        this.target = target;
        this.terms = terms;
    }

    /// The panel that the settings name.
    ///
    /// @param settings    `address`, `inject`, `tellsClient`, `maxBodyMegabytes`
    /// @param ownCookies  names of our own
    /// @param secret      what opens the panel, or empty
    /// @param deviceSeed  32 random bytes that stay the same
    /// @param holds       whether a sign-in still holds
    /// @param nanos       a clock that never goes back
    public static HttpUpstream of(
            JsonObject settings,
            List<String> ownCookies,
            String secret,
            byte[] deviceSeed,
            Predicate<SignedIn> holds,
            LongSupplier nanos) {
        Credential credential = Credential.of(settings, secret);
        List<String> kept = new ArrayList<>(ownCookies);
        if (!credential.cookieName().isEmpty()) {
            kept.add(credential.cookieName());
        }
        Terms terms = new Terms(
                settings.numberOr("maxBodyMegabytes", DEFAULT_BODY_MEGABYTES) << 20,
                settings.numberOr("maxMessageMegabytes", DEFAULT_BODY_MEGABYTES) << 20,
                // OpenClaw takes whoever says whom he brings for a proxy it does not know, and refuses him.
                settings.flagOr("tellsClient", true) && !credential.speaksOpenClaw(),
                new OwnCookies(kept),
                credential,
                new OpenClawDevice(deviceSeed, InstantSource.system()),
                holds,
                nanos);
        return new HttpUpstream(Target.parse(settings.text("address")), terms);
    }

    @Override
    public boolean waits() {
        return false;
    }

    @Override
    public void forward(Exchange exchange, Errand errand) {
        if (exchange.declaredBytes() > terms.maxBodyBytes()) {
            errand.done().accept(Failures.tooLarge(terms.maxBodyBytes()));
            return;
        }
        Passing passing = new Passing(this, exchange, errand);
        if (live.size() >= MOST_LIVE) {
            passing.refused(true);
            return;
        }
        live.add(passing);
        passing.start();
    }

    /// Where a first message is read here, it must not come compressed.
    boolean offersDeflate(Request request) {
        return !terms.credential().speaksOpenClaw() && Handshake.offersDeflate(request.all("sec-websocket-extensions"));
    }

    Terms terms() {
        return terms;
    }

    Target target() {
        return target;
    }

    boolean mayGoOn(Errand errand) {
        return !closed && errand.allowed().getAsBoolean() && terms.holds().test(errand.who());
    }

    void add(Live begun) {
        live.add(begun);
    }

    void forget(Live ended) {
        live.remove(ended);
    }

    Pool pool(EventLoop loop) {
        Pool pool = pools.get(loop);
        return pool == null ? pools.computeIfAbsent(loop, this::opened) : pool;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // ends with its event loop
    private Pool opened(EventLoop loop) {
        Pool pool = new Pool(target, loop);
        loop.scheduleWithFixedDelay(() -> look(loop, pool), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        return pool;
    }

    private void look(EventLoop loop, Pool pool) {
        long now = terms.nanos().getAsLong();
        for (Live passing : live) {
            if (passing.loop().equals(loop)) {
                if (terms.holds().test(passing.who())) {
                    passing.judgePatience(now);
                } else {
                    passing.cut();
                }
            }
        }
        pool.tidy();
    }

    @Override
    public void cutAll() {
        live.forEach(Live::cut);
    }

    @Override
    public void cutEnded() {
        for (Live passing : live) {
            if (!terms.holds().test(passing.who())) {
                passing.cut();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        cutAll();
        pools.forEach((loop, pool) -> {
            if (!loop.isShuttingDown()) {
                loop.execute(pool::close);
            }
        });
    }
}
