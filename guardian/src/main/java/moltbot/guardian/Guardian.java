package moltbot.guardian;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.contract.boot.Boot;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.seal.Seal;
import moltbot.guardian.act.History;
import moltbot.guardian.act.Tripwire;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Sweep;
import moltbot.guardian.lease.Evidence;
import moltbot.guardian.lease.Leases;
import moltbot.guardian.watch.Alarm;

/// The parts of a guardian, put together.
final class Guardian implements AutoCloseable, Alarm, Evidence {
    private static final List<String> LOCKS = List.of("breaker", "gateway", "spawner");
    private static final long HISTORY_BYTES = 1 << 20;

    private final History history;
    private final Tripwire tripwire;
    private final Watch watch;
    private final Leases leases;
    private final LinkClient breaker;

    Guardian(Boot boot) throws IOException {
        Settings settings = Settings.of(boot.settings());
        LinkLimits limits = LinkLimits.DEFAULT.withConnectPatience(Leases.PATIENCE);
        history = new History(boot.data(), HISTORY_BYTES, Clock.systemUTC());
        watch = new Watch(settings, Watch.owners(settings), canary(boot), this, boot.client("breaker", limits));
        List<Leases.Lock> locks = new ArrayList<>();
        // The guard alone has the breaker's lock only; whoever has no link to a lock gives it no lease.
        for (String lock : LOCKS.stream().filter(boot.reaches()::containsKey).toList()) {
            locks.add(new Leases.Lock(lock, boot.client(lock, limits), boot.key("lease." + lock)));
        }
        Leases.Sources sources = new Leases.Sources(System::currentTimeMillis, System::nanoTime, new SecureRandom());
        leases = new Leases(locks, boot.bootId(), this, sources);
        breaker = boot.client("breaker", limits);
        tripwire = new Tripwire(breaker, leases::tripped);
    }

    private static String canary(Boot boot) {
        byte[] number = new byte[16];
        new SecureRandom().nextBytes(number);
        return new Seal("moltbot-canary-v1", boot.key("canary")).close(number);
    }

    void start() {
        watch.start();
        leases.start();
    }

    @Override
    public void began(Finding finding) {
        if (finding.action().trips()) {
            tripwire.pull(finding);
        }
        if (finding.blocks()) {
            leases.wake();
        }
        history.began(finding);
    }

    @Override
    public void ended(Finding finding) {
        history.ended(finding);
    }

    @Override
    public void swept() {
        leases.wake();
    }

    @Override
    public Optional<Sweep> sweep() {
        return watch.board().sweep();
    }

    @Override
    public String objection() {
        return watch.board().objection();
    }

    @Override
    public boolean alarmed() {
        return tripwire.pending() || !watch.board().mustTrip().isEmpty();
    }

    @Override
    public void demandFresh() {
        watch.board().demandFresh();
        watch.poke();
    }

    @Override
    public void refresh() {
        watch.poke();
    }

    @Override
    public void notTripped() {
        if (!tripwire.pending()) {
            watch.board().mustTrip().forEach(tripwire::pull);
        }
    }

    @Override
    public void close() {
        leases.close();
        tripwire.close();
        breaker.close();
        watch.close();
    }
}
