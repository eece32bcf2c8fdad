package moltbot.guardian;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.contract.boot.Boot;
import moltbot.contract.bypass.BypassOrder;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.seal.Seal;
import moltbot.guardian.act.AuditTrail;
import moltbot.guardian.act.History;
import moltbot.guardian.act.Resets;
import moltbot.guardian.act.Teller;
import moltbot.guardian.act.Tripwire;
import moltbot.guardian.bypass.Bypass;
import moltbot.guardian.bypass.Bypasses;
import moltbot.guardian.judge.Catalogue;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Sweep;
import moltbot.guardian.lease.Evidence;
import moltbot.guardian.lease.Leases;
import moltbot.guardian.notify.Notice;
import moltbot.guardian.notify.Notices;
import moltbot.guardian.report.Report;
import moltbot.guardian.watch.Alarm;
import moltbot.guardian.watch.Board;

/// The parts of a guardian, put together.
final class Guardian implements AutoCloseable, Alarm, Evidence {
    private static final List<String> LOCKS = List.of("breaker", "gateway", "spawner");
    private static final long HISTORY_BYTES = 1 << 20;

    private final History history;
    private final Bypasses bypasses;
    private final Notices notices;
    private final AuditTrail trail;
    private final Resets resets = new Resets();
    private final Optional<LinkClient> control;
    private final Tripwire tripwire;
    private final Watch watch;
    private final Leases leases;
    private final LinkClient breaker;
    private final Teller teller;

    Guardian(Boot boot) throws IOException {
        Settings settings = Settings.of(boot.settings());
        LinkLimits limits = LinkLimits.DEFAULT.withConnectPatience(Leases.PATIENCE);
        history = new History(boot.data(), HISTORY_BYTES, Clock.systemUTC());
        control = Links.link(boot, "control", limits);
        notices = new Notices(Ways.of(boot.settings().objectOr("notify", JsonObject.EMPTY), control), System::nanoTime);
        trail = new AuditTrail(control, System::nanoTime);
        Own own = Own.in(boot.data());
        bypasses =
                new Bypasses(boot.data(), boot.key("bypass"), own.key(), System::nanoTime, System::currentTimeMillis);
        Board board = new Board(System::nanoTime, this, bypasses::effective);
        watch = new Watch(settings, Watch.owners(settings), canary(boot), board, Links.of(boot, limits), own);
        List<Leases.Lock> locks = new ArrayList<>();
        // The guard alone has the breaker's lock only; whoever has no link to a lock gives it no lease.
        for (String lock : LOCKS.stream().filter(boot.reaches()::containsKey).toList()) {
            locks.add(new Leases.Lock(lock, boot.client(lock, limits), boot.key("lease." + lock)));
        }
        Leases.Sources sources = new Leases.Sources(System::currentTimeMillis, System::nanoTime, new SecureRandom());
        leases = new Leases(locks, boot.bootId(), this, sources);
        breaker = boot.client("breaker", limits);
        tripwire = new Tripwire(breaker, this::latched);
        Report report = new Report(
                board, finding -> bypasses.of(finding).map(Bypass::toJson), System::nanoTime, Clock.systemUTC());
        teller = new Teller(breaker, () -> report.make(bypasses.toJson()), this::obey);
    }

    private static String canary(Boot boot) {
        byte[] number = new byte[16];
        new SecureRandom().nextBytes(number);
        return new Seal("moltbot-canary-v1", boot.key("canary")).close(number);
    }

    void start() {
        watch.start();
        leases.start();
        teller.start();
    }

    /// Takes the owner's orders, and lets what has run out count again.
    private void obey(JsonObject answer) {
        resets.news(answer).ifPresent(reset -> {
            notices.tell(Notice.reset(reset.check(), reset.trip(), reset.by()));
            history.noted("reset", reset.check(), "The breaker was reset on the host.", reset.by());
        });
        for (BypassOrder order : bypasses.ordered(answer)) {
            if (order.ends()) {
                trail.forget(order.check());
                obey(order);
                trail.over("ended", order.id(), order.check(), order.subject(), order.reason());
            } else {
                trail.begins(order, () -> obey(order));
            }
        }
        List<Bypass> expired = bypasses.expired();
        for (Bypass over : expired) {
            notices.tell(Notice.bypassOver(over.check()));
            history.noted("bypass-over", over.check(), over.reason(), over.subject());
            trail.over("over", over.id(), over.check(), over.subject(), over.reason());
        }
        if (!expired.isEmpty()) {
            bypassesChanged();
        }
    }

    private void obey(BypassOrder order) {
        bypasses.obey(order);
        String what = order.ends() ? "bypass-ended" : "bypassed";
        history.noted(what, order.check(), order.reason(), order.subject());
        bypassesChanged();
    }

    private void bypassesChanged() {
        leases.wake();
        teller.wake();
        notTripped();
    }

    @Override
    public void began(Finding finding) {
        Finding effective = bypasses.effective(finding);
        if (effective.action().trips()) {
            tripwire.pull(finding);
        }
        if (!bypasses.of(finding).isPresent()) {
            switch (effective.action()) {
                case EXPOSURE, TRIP -> {
                    // Told once the breaker has it, by the trip's name.
                }
                case HOLD -> notices.tell(Notice.held(finding.check()));
                case WARN -> notices.tell(Notice.warning(finding.check()));
            }
        }
        if (effective.blocks()) {
            leases.wake();
        }
        history.began(finding);
        teller.wake();
    }

    private void latched(Finding finding, String trip, long epoch) {
        leases.tripped(epoch);
        notices.tell(Notice.tripped(finding.check(), trip));
    }

    @Override
    public void standsTripped(String trip, String check) {
        if (!Catalogue.has(check)) {
            notices.tell(Notice.trippedByHand(trip));
        }
    }

    @Override
    public void ended(Finding finding) {
        history.ended(finding);
        boolean held = bypasses.of(finding).isEmpty() && finding.action() == Finding.Action.HOLD;
        if (held && watch.board().blocking().isEmpty()) {
            notices.tell(Notice.mended(finding.check()));
        }
        teller.wake();
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
        teller.close();
        notices.close();
        trail.close();
        control.ifPresent(LinkClient::close);
        leases.close();
        tripwire.close();
        breaker.close();
        watch.close();
    }
}
