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
import moltbot.contract.hook.HookCall;
import moltbot.contract.hook.Taken;
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
    public Taken deliver(HookCall call, String who, long epoch, List<byte[]> body) {
        try (LinkCall link = gateway.open("hook.deliver", head(call, who, epoch))) {
            Future<?> patience = timer.schedule(link::close, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            try {
                body.forEach(link::send);
                link.end();
                return Taken.of(link.reply().text("taken"));
            } finally {
                patience.cancel(false);
            }
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "A call of the hook {0} waits: {1}", call.hook(), e.getMessage());
            return Taken.LATER;
        }
    }

    private JsonObject head(HookCall call, String who, long epoch) {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        Assertion assertion = new Assertion(
                who,
                call.id(),
                epoch,
                "POST",
                call.target(),
                HexFormat.of().formatHex(nonce),
                nanos.getAsLong(),
                Assertion.NEVER_PROVED);
        return call.toJson().toBuilder().with("assertion", assertion.seal(key)).build();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        gateway.close();
    }
}
