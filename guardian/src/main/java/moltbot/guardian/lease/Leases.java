package moltbot.guardian.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;

/// Gives leases to the three locks, for as long as the evidence allows. Safe for use by several threads.
public final class Leases implements AutoCloseable {
    /// How long a connection is tried before it is said to be absent.
    public static final Duration PATIENCE = Duration.ofMillis(500);

    /// The clocks and randomness of a guardian's life.
    ///
    /// @param wallMillis  [System#currentTimeMillis] outside tests
    /// @param nanos       [System#nanoTime] outside tests
    public record Sources(LongSupplier wallMillis, LongSupplier nanos, RandomGenerator random) {}

    /// One lock: where it is, and the key it shares with the guardian.
    public record Lock(String name, LinkClient client, byte[] key) {}

    private final BreakerView breaker;
    private final List<LockLine> lines = new ArrayList<>();

    public Leases(List<Lock> locks, String bootId, Evidence evidence, Sources sources) {
        this.breaker = new BreakerView(sources.nanos());
        byte[] guardian = new byte[16];
        sources.random().nextBytes(guardian);
        Issuer issuer = new Issuer(
                evidence,
                breaker,
                new ClockWatch(sources.wallMillis(), sources.nanos()),
                sources.nanos(),
                HexFormat.of().formatHex(guardian),
                bootId);
        for (Lock lock : locks) {
            byte[] key = lock.key().clone();
            Function<String, Decision> decide = name -> issuer.decide(name, key);
            LockLine.Listener listener = lock.name().equals(Issuer.BREAKER)
                    ? new BreakerListener(breaker, evidence, this::wake)
                    : new OnOther();
            lines.add(new LockLine(lock.name(), lock.client(), decide, listener, sources.nanos()));
        }
    }

    public void start() {
        for (LockLine line : lines) {
            line.start();
        }
    }

    /// Decide anew now: the evidence changed.
    public void wake() {
        for (LockLine line : lines) {
            line.wake();
        }
    }

    /// The breaker has just answered a trip.
    public void tripped(long epoch) {
        breaker.tripped(epoch);
        wake();
    }

    private static final class OnOther implements LockLine.Listener {
        @Override
        public void state(JsonObject state, boolean first, long askedNanos) {
            // Gateway and spawner follow the breaker's epoch and have nothing else to say.
        }

        @Override
        public void lost() {
            // The line tries again by itself.
        }
    }

    @Override
    public void close() {
        for (LockLine line : lines) {
            line.close();
        }
    }
}
