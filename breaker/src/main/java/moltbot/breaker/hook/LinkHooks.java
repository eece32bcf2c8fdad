package moltbot.breaker.hook;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import moltbot.contract.ContractException;
import moltbot.contract.assertion.Assertion;
import moltbot.contract.hook.Delivery;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;

/// Hands calls to the gateway over its link, each with an assertion made for it alone. Safe for use by several threads.
public final class LinkHooks implements HookGateway, AutoCloseable {
    /// Meta and others give a call ten seconds and then call again.
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final System.Logger LOG = System.getLogger("hook");

    private final LinkClient gateway;
    private final byte[] key;
    private final LongSupplier nanos;
    private final SecureRandom random = new SecureRandom();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("hook-patience").daemon().factory());

    /// @param key  for assertions, which only the gateway has, too
    public LinkHooks(LinkClient gateway, byte[] key, LongSupplier nanos) {
        this.gateway = gateway;
        this.key = key.clone();
        this.nanos = nanos;
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Taken deliver(Delivery delivery, String who, long epoch, List<byte[]> body) {
        try (LinkCall call = gateway.open("hook.deliver", head(delivery, who, epoch))) {
            Future<?> patience = timer.schedule(call::close, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            try {
                body.forEach(call::send);
                call.end();
                return taken(call.reply().text("taken"));
            } finally {
                patience.cancel(false);
            }
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "A call of the hook {0} waits: {1}", delivery.hook(), e.getMessage());
            return Taken.LATER;
        }
    }

    private static Taken taken(String word) {
        return switch (word) {
            case "done" -> Taken.DONE;
            case "unreadable" -> Taken.UNREADABLE;
            default -> Taken.LATER;
        };
    }

    private JsonObject head(Delivery delivery, String who, long epoch) {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        Assertion assertion = new Assertion(
                who,
                delivery.id(),
                epoch,
                "POST",
                target(delivery),
                HexFormat.of().formatHex(nonce),
                nanos.getAsLong(),
                Assertion.NEVER_PROVED);
        return JsonObject.with("hook", delivery.hook())
                .with("id", delivery.id())
                .with("type", delivery.type())
                .with("query", delivery.query())
                .with("assertion", assertion.seal(key))
                .build();
    }

    private static String target(Delivery delivery) {
        return "/hooks/" + delivery.hook() + (delivery.query().isEmpty() ? "" : "?" + delivery.query());
    }

    @Override
    public void close() {
        timer.shutdownNow();
        gateway.close();
    }
}
