package moltbot.breaker;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import moltbot.breaker.circuit.Circuit;
import moltbot.breaker.exchange.OwnPlaces;
import moltbot.breaker.exchange.Site;
import moltbot.breaker.identity.Identities;
import moltbot.breaker.journal.Journal;
import moltbot.breaker.listen.HttpListener;
import moltbot.breaker.mark.Marks;
import moltbot.breaker.operate.Consequences;
import moltbot.breaker.operate.Guard;
import moltbot.breaker.operate.LeaseWatch;
import moltbot.breaker.operate.LinkDesk;
import moltbot.breaker.operate.MarkDesk;
import moltbot.breaker.operate.Orders;
import moltbot.breaker.operate.Report;
import moltbot.breaker.page.SecurityHeaders;
import moltbot.breaker.stage.Admission;
import moltbot.breaker.stage.Cookies;
import moltbot.breaker.stage.Gates;
import moltbot.breaker.store.IdentityFiles;
import moltbot.breaker.store.LatchFile;
import moltbot.breaker.upstream.Upstream;
import moltbot.breaker.upstream.control.ControlUpstream;
import moltbot.breaker.upstream.http.HttpUpstream;
import moltbot.contract.boot.Boot;
import moltbot.contract.boot.Compartment;
import moltbot.contract.lease.LeaseHolder;
import moltbot.contract.lease.LeaseLock;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.seal.Seal;

/// Puts the breaker together and runs it.
public final class Main {
    private static final Duration CONTROL_PATIENCE = Duration.ofSeconds(2);

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        Netty.prepare();
        Compartment.run((boot, life) -> start(boot, Clock.systemUTC(), life::onStop));
    }

    static void start(Boot boot, Clock clock, Consumer<AutoCloseable> onStop) {
        Settings settings = Settings.of(boot.settings());
        Map<String, Site> sites = Site.of(settings.listen(), settings.publicOrigin());
        LeaseLock lock = new LeaseLock("breaker", boot.key("lease"), boot.bootId(), System::nanoTime);
        Circuit circuit = new Circuit(
                new Circuit.Surroundings(System::nanoTime, clock, lock::current, new Names(new SecureRandom())::next),
                new LatchFile(boot.data(), clock),
                settings.dwell());
        lock.revoke(circuit.view().epoch());
        Identities identities = new Identities(new IdentityFiles(boot.data()), clock, System::nanoTime);
        Cookies cookies = Cookies.of(settings.insecureLocalhostCookie());
        Upstream upstream = upstream(boot, settings, cookies, identities);
        identities.whenEnded(upstream::cutEnded);
        Journal journal = new Journal();
        Guard guard = new Guard(System::nanoTime);
        String address = "http://" + Site.literal(settings.listen());
        Report report = new Report(circuit, identities, lock::age, address, settings.insecure(), guard);
        Admission admission = new Admission(new Gates(
                settings.alone() ? OwnPlaces.GUARD : OwnPlaces.HOUSE,
                sites,
                settings.callers(),
                settings.limits(),
                circuit,
                identities,
                cookies,
                upstream,
                journal,
                new Seal("moltbot-canary-v1", boot.key("canary")),
                settings.insecure(),
                report::full,
                guard::report,
                System::nanoTime));
        Marks marks = new Marks();
        HttpListener listener = new HttpListener(settings.listen(), settings.callers()::mayConnect, exchange -> {
            marks.look(exchange.request().target(), exchange.request().headers());
            admission.handle(exchange);
        });
        Door door = new Door(listener, settings.loopback(), Door.RETRY);
        circuit.watch(new Consequences(
                upstream::cutAll, epoch -> endAuthority(epoch, lock, identities, listener), door, journal));
        Orders orders = new Orders(boot.key("bypass"), guard, System::nanoTime, clock);
        LeaseHolder holder = new LeaseHolder(lock, new LeaseWatch(circuit), report::lock);
        onStop.accept(upstream);
        onStop.accept(listener);
        onStop.accept(door);
        onStop.accept(holder);
        door.start(circuit.view().hidesFromStrangers());
        onStop.accept(boot.serve(new LinkDesk(report, holder, journal, orders)
                .routes()
                .on("guardian", "breaker.sight", new MarkDesk(marks)::expect)));
    }

    private static Upstream upstream(Boot boot, Settings settings, Cookies cookies, Identities identities) {
        if (settings.alone()) {
            String secret = boot.secrets().getOrDefault("upstream-token", "");
            return HttpUpstream.of(settings.upstream(), cookies.names(), secret, identities::holds);
        }
        return new ControlUpstream(
                boot.client("control", LinkLimits.DEFAULT.withConnectPatience(CONTROL_PATIENCE)),
                boot.key("assertion"),
                System::nanoTime,
                SecurityHeaders::on,
                identities::holds);
    }

    private static void endAuthority(long epoch, LeaseLock lock, Identities identities, HttpListener listener) {
        lock.revoke(epoch);
        identities.endAll();
        listener.hangUp();
    }
}
