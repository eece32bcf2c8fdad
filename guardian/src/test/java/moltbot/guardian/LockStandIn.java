package moltbot.guardian;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import moltbot.contract.boot.Boot;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.contract.lease.LeaseHolder;
import moltbot.contract.lease.LeaseLock;
import moltbot.contract.lease.VerifiedLease;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.link.LinkServer;

/// A compartment with a lock, as the guardian meets it: the real link, the real lease holder, and a breaker's state.
public final class LockStandIn implements AutoCloseable, LeaseHolder.Listener {
    public static final String BOOT_ID = "00000000-1111-2222-3333-444444444444";

    public final AtomicInteger held = new AtomicInteger();
    public final AtomicInteger lost = new AtomicInteger();
    public final AtomicReference<VerifiedLease> lease = new AtomicReference<>();
    public final AtomicLong epoch;
    public final AtomicReference<JsonValue> trip = new AtomicReference<>(JsonValue.NULL);
    public final List<String> trips = new CopyOnWriteArrayList<>();
    public final List<JsonObject> reports = new CopyOnWriteArrayList<>();
    /// What it says of the secrets it holds.
    public final AtomicReference<JsonArray> secrets = new AtomicReference<>(JsonArray.EMPTY);
    /// When it tripped, by [System#nanoTime]; 0 before.
    public final AtomicLong trippedNanos = new AtomicLong();

    public final LeaseLock lock;

    private final String name;
    private final LeaseHolder holder;
    private final LinkServer server;

    public LockStandIn(String name, Path socket, byte[] capability, byte[] key) {
        this.name = name;
        this.epoch = new AtomicLong(name.equals("breaker") ? 7 : 0);
        this.lock = new LeaseLock(name, key, BOOT_ID, System::nanoTime);
        this.holder = new LeaseHolder(lock, this, this::state);
        LinkRoutes routes = new LinkRoutes()
                .on(
                        "guardian",
                        "secret.judge",
                        exchange -> exchange.reply(
                                JsonObject.with("secrets", secrets.get()).build()))
                .on("guardian", "lease.hold", holder::hold)
                .on("guardian", "breaker.trip", this::trip)
                .on("guardian", "guardian.report", this::report)
                .on("guardian", "sandbox.canary", LockStandIn::noSandbox);
        this.server =
                LinkServer.start(socket, List.of(new Capability("guardian", capability)), routes, LinkLimits.DEFAULT);
    }

    /// How the guardian reaches it.
    public static Boot.Reach reach(Path socket, byte[] capability) {
        return new Boot.Reach(socket, new Capability("guardian", capability));
    }

    private JsonObject state() {
        JsonObject.Builder state = JsonObject.with("epoch", epoch.get());
        if (name.equals("breaker")) {
            state.with("state", lock.fresh() && trip.get().equals(JsonValue.NULL) ? "CLOSED" : "OPEN")
                    .with("trip", trip.get());
        }
        return state.build();
    }

    private void trip(LinkExchange exchange) {
        trips.add(exchange.head().text("check") + ": " + exchange.head().text("evidence"));
        tripNow(exchange.head().text("check"));
        exchange.reply(JsonObject.with("id", "t1").with("epoch", epoch.get()).build());
    }

    private static void noSandbox(LinkExchange exchange) {
        exchange.reply(JsonObject.with("tier", "")
                .with("problem", "")
                .with("reached", JsonArray.EMPTY)
                .build());
    }

    private void report(LinkExchange exchange) throws InterruptedException {
        reports.add(JsonObject.parse(exchange.readBody(1 << 20)));
        exchange.reply(JsonObject.EMPTY);
    }

    /// As the host or the breaker itself would.
    public synchronized void tripNow(String check) {
        if (trip.get().equals(JsonValue.NULL)) {
            trippedNanos.set(System.nanoTime());
            trip.set(JsonObject.with("id", "t1").with("check", check).build());
            epoch.incrementAndGet();
            lock.revoke(epoch.get());
        }
    }

    @Override
    public void held(VerifiedLease verified) {
        lease.set(verified);
        held.incrementAndGet();
    }

    @Override
    public void lost(String why) {
        lost.incrementAndGet();
    }

    @Override
    public void close() {
        server.close();
        holder.close();
    }
}
