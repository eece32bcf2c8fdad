package moltbot.breaker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.lease.Lease;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import org.jspecify.annotations.Nullable;

/// Stands in for the guardian: leases as often as a test wants, over the real link.
public final class FakeGuardian implements AutoCloseable {
    private static final AtomicLong LIVES = new AtomicLong();

    private final LinkClient link;
    private final byte[] key;
    private final String name = "guardian-" + LIVES.incrementAndGet();
    private final AtomicLong sequence = new AtomicLong();
    private @Nullable LinkCall call;
    private JsonObject state = JsonObject.EMPTY;
    private volatile boolean beating;

    public FakeGuardian(LinkClient link, byte[] key) {
        this.link = link;
        this.key = key;
    }

    /// One lease of a sweep that begins now; the breaker's state after it.
    public synchronized JsonObject lease() {
        return lease(System.nanoTime(), Lease.MAX_LIFE);
    }

    public synchronized JsonObject lease(long sweepNanos, Duration life) {
        LinkCall open = call;
        if (open == null) {
            open = link.open("lease.hold", JsonObject.EMPTY);
            call = open;
            state = open.reply();
        }
        long number = sequence.incrementAndGet();
        Lease lease = new Lease(
                "breaker",
                name,
                state.number("epoch"),
                number,
                House.BOOT_ID,
                number,
                sweepNanos,
                Duration.ZERO,
                "00",
                System.nanoTime(),
                life);
        open.send(lease.seal(key).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        byte[] answer = open.next();
        state = JsonObject.parse(answer == null ? new byte[] {'{', '}'} : answer);
        return state;
    }

    /// Keeps the lease alive.
    public void beat() {
        lease();
        beating = true;
        Thread.ofVirtual().start(() -> {
            try {
                while (beating) {
                    beatOnce();
                    LockSupport.parkNanos(50_000_000);
                }
            } catch (ContractException e) {
                beating = false;
            }
        });
    }

    private synchronized void beatOnce() {
        if (beating) {
            lease();
        }
    }

    public JsonObject trip(String check) {
        return link.ask(
                "breaker.trip",
                JsonObject.with("check", check)
                        .with("reason", "A wall is open.")
                        .with("evidence", "<b>tcp 0.0.0.0:80</b>")
                        .build());
    }

    /// Tells the breaker its report; what the breaker answers.
    public JsonObject report(JsonObject report) {
        return link.ask("guardian.report", JsonObject.EMPTY, report.toBytes());
    }

    /// Waits for a mark at the breaker.
    public LinkCall sight(String mark) {
        LinkCall call = link.open("breaker.sight", JsonObject.with("mark", mark).build());
        call.end();
        return call;
    }

    /// As if killed: the socket closes.
    public synchronized void die() {
        beating = false;
        LinkCall open = call;
        call = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        die();
        link.close();
    }
}
