package moltbot.breaker.upstream.control;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import moltbot.breaker.exchange.Exchange;
import moltbot.breaker.exchange.Request;
import moltbot.breaker.identity.SignedIn;
import moltbot.breaker.upstream.Errand;
import moltbot.breaker.upstream.Forwarded;
import moltbot.breaker.upstream.Upstream;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.assertion.Assertion;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;

/// Hands exchanges to control, each with an assertion made for it alone, and streams both ways; whoever is slow slows
/// the other down. Safe for use by several threads; each exchange keeps its own (virtual) thread waiting.
public final class ControlUpstream implements Upstream {
    /// The longest request body that is let through.
    public static final int MAX_BODY_BYTES = 1 << 20;

    /// The longest that brings files: theirs, and the words they come with.
    public static final int MAX_FILES_BYTES = 13 << 20;

    private static final int HEAD_PATIENCE_SECONDS = 30;
    /// How often it is looked whether a sign-in has become too old.
    private static final int LOOK_SECONDS = 1;

    private final LinkClient control;
    private final byte[] assertionKey;
    private final LongSupplier nanos;
    private final UnaryOperator<Map<String, String>> headers;
    private final Predicate<SignedIn> holds;
    private final SecureRandom random = new SecureRandom();
    private final Set<Forwarding> live = ConcurrentHashMap.newKeySet();
    private final Future<?> look;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("upstream-patience").daemon().factory());

    /// @param headers  adds what every answer of the breaker must carry
    /// @param holds    whether a sign-in still holds; asked of all that is under way
    public ControlUpstream(
            LinkClient control,
            byte[] assertionKey,
            LongSupplier nanos,
            UnaryOperator<Map<String, String>> headers,
            Predicate<SignedIn> holds) {
        this.control = control;
        this.assertionKey = assertionKey.clone();
        this.nanos = nanos;
        this.headers = headers;
        this.holds = holds;
        timer.setRemoveOnCancelPolicy(true);
        this.look = timer.scheduleWithFixedDelay(this::cutEnded, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public boolean waits() {
        return true;
    }

    /// Returns when it is over.
    @Override
    public void forward(Exchange exchange, Errand errand) throws InterruptedException {
        errand.done().accept(handOn(exchange, errand));
    }

    private Forwarded handOn(Exchange exchange, Errand errand) throws InterruptedException {
        if (exchange.declaredBytes() > most(exchange)) {
            return tooLarge(most(exchange));
        }
        LinkCall call;
        try {
            call = control.open("http", head(errand.request(), errand.who(), errand.epoch()));
        } catch (ContractException e) {
            return new Forwarded.Failed(
                    502,
                    "control-unavailable",
                    "The part that answers this is not running at the moment. Nothing was taken, and nothing is lost;"
                            + " it is started again by itself. Try again in a few seconds.");
        }
        Forwarding forwarding = new Forwarding(exchange, errand.who(), call);
        live.add(forwarding);
        try (forwarding) {
            exchange.whenGone(forwarding::close);
            return errand.allowed().getAsBoolean() && holds.test(errand.who())
                    ? run(exchange, forwarding)
                    : new Forwarded.Cut();
        } finally {
            live.remove(forwarding);
        }
    }

    private JsonObject head(Request request, SignedIn who, long epoch) {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        Assertion assertion = new Assertion(
                who.principal(),
                who.digest(),
                epoch,
                request.method(),
                request.target(),
                HexFormat.of().formatHex(nonce),
                nanos.getAsLong(),
                who.provedSecondsAgo());
        return JsonObject.with("method", request.method())
                .with("target", request.target())
                .with("assertion", assertion.seal(assertionKey))
                .with("headers", ReplyHeaders.up(request))
                .build();
    }

    private Forwarded run(Exchange exchange, Forwarding forwarding) throws InterruptedException {
        boolean sent = false;
        try {
            if (!sendBody(exchange, forwarding.call())) {
                return tooLarge(most(exchange));
            }
            sent = true;
            return stream(exchange, forwarding);
        } catch (ContractException e) {
            return failed(e, exchange, forwarding, sent);
        }
    }

    private static int most(Exchange exchange) {
        return exchange.request().bringsFiles() ? MAX_FILES_BYTES : MAX_BODY_BYTES;
    }

    private static boolean sendBody(Exchange exchange, LinkCall call) throws InterruptedException {
        long total = 0;
        byte[] piece;
        while ((piece = exchange.nextBody()) != null) {
            total += piece.length;
            if (total > most(exchange)) {
                return false;
            }
            call.send(piece);
        }
        call.end();
        return true;
    }

    private Forwarded stream(Exchange exchange, Forwarding forwarding) throws InterruptedException {
        JsonObject reply = awaitHead(forwarding);
        long status = reply.number("status");
        if (status < 200 || status > 599) {
            throw ContractException.malformed("Control answered with status " + status + ".");
        }
        exchange.begin((int) status, headers.apply(ReplyHeaders.down(reply.objectOr("headers", JsonObject.EMPTY))));
        if (forwarding.wasCut()) {
            exchange.abort();
            return new Forwarded.Done();
        }
        byte[] piece;
        while ((piece = forwarding.call().next()) != null) {
            exchange.write(piece);
        }
        exchange.end();
        return new Forwarded.Done();
    }

    private JsonObject awaitHead(Forwarding forwarding) {
        Future<?> patience = timer.schedule(forwarding::close, HEAD_PATIENCE_SECONDS, TimeUnit.SECONDS);
        try {
            return forwarding.call().reply();
        } finally {
            patience.cancel(false);
        }
    }

    private static Forwarded failed(ContractException e, Exchange exchange, Forwarding forwarding, boolean sent) {
        if (exchange.gone()) {
            return new Forwarded.Done();
        }
        if (exchange.begun()) {
            exchange.abort();
            return new Forwarded.Done();
        }
        if (forwarding.wasCut()) {
            return new Forwarded.Cut();
        }
        if (e.code() == Code.REFUSED) {
            return new Forwarded.Failed(502, e.reason(), String.valueOf(e.getMessage()));
        }
        if (e.reason().equals("broken-body")) {
            return new Forwarded.Failed(400, e.reason(), String.valueOf(e.getMessage()));
        }
        if (e.reason().equals("slow-body")) {
            return new Forwarded.Failed(408, e.reason(), String.valueOf(e.getMessage()));
        }
        String taken = sent && !exchange.request().method().equals("GET")
                ? " Whether what you sent was taken is not known: look before you send it again."
                : " Nothing was changed.";
        return new Forwarded.Failed(
                502,
                "control-lost",
                "The part that answers this stopped in the middle." + taken
                        + " It is started again by itself; try again in a few seconds.");
    }

    private static Forwarded tooLarge(int most) {
        return new Forwarded.Failed(
                413,
                "too-large",
                "That is more than the " + (most >> 20) + " MiB one request may carry. Nothing of it was"
                        + " taken. Send less, or in parts.");
    }

    @Override
    public void cutAll() {
        live.forEach(Forwarding::cut);
    }

    @Override
    public void cutEnded() {
        for (Forwarding forwarding : live) {
            if (!holds.test(forwarding.who())) {
                forwarding.cut();
            }
        }
    }

    @Override
    public void close() {
        cutAll();
        look.cancel(false);
        timer.shutdownNow();
        control.close();
    }
}
