package moltbot.breaker;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import moltbot.breaker.certificate.Certificates;
import moltbot.breaker.circuit.Circuit;
import moltbot.breaker.desk.Cookies;
import moltbot.breaker.desk.Desk;
import moltbot.breaker.exchange.OwnPlaces;
import moltbot.breaker.exchange.Site;
import moltbot.breaker.identity.Identities;
import moltbot.breaker.journal.Figures;
import moltbot.breaker.journal.Journal;
import moltbot.breaker.listen.HttpListener;
import moltbot.breaker.mark.Marks;
import moltbot.breaker.operate.Consequences;
import moltbot.breaker.operate.Guard;
import moltbot.breaker.operate.Herald;
import moltbot.breaker.operate.LeaseWatch;
import moltbot.breaker.operate.LinkDesk;
import moltbot.breaker.operate.MarkDesk;
import moltbot.breaker.operate.Messengers;
import moltbot.breaker.operate.Orders;
import moltbot.breaker.operate.Prometheus;
import moltbot.breaker.operate.Report;
import moltbot.breaker.operate.Resets;
import moltbot.breaker.page.SecurityHeaders;
import moltbot.breaker.passkey.WebAuthn;
import moltbot.breaker.stage.Admission;
import moltbot.breaker.stage.Gates;
import moltbot.breaker.store.DeviceSeed;
import moltbot.breaker.store.IdentityFiles;
import moltbot.breaker.store.LatchFile;
import moltbot.breaker.upstream.Upstream;
import moltbot.breaker.upstream.control.ControlUpstream;
import moltbot.breaker.upstream.http.HttpUpstream;
import moltbot.contract.ContractException;
import moltbot.contract.boot.Boot;
import moltbot.contract.boot.Compartment;
import moltbot.contract.json.JsonObject;
import moltbot.contract.lease.LeaseHolder;
import moltbot.contract.lease.LeaseLock;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkHandler;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.seal.Seal;
import moltbot.contract.vault.Frailty;

/// Puts the breaker together and runs it.
public final class Main {
    private static final Duration CONTROL_PATIENCE = Duration.ofSeconds(2);
    /// The whole house stops within five seconds, and this comes first.
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        Netty.prepare();
        Compartment.run((boot, life) -> start(boot, Clock.systemUTC(), System::nanoTime, life::onStop));
    }

    /// @param nanos  for how long the panel of another program is waited for
    static void start(Boot boot, Clock clock, LongSupplier nanos, Consumer<AutoCloseable> onStop) {
        Settings settings = Settings.of(boot.settings());
        Map<String, Site> sites = Site.of(settings.listen(), settings.tls().on(), settings.publicOrigin());
        Optional<Certificates> certificates = certificates(boot, settings, clock, onStop);
        LeaseLock lock = new LeaseLock("breaker", boot.key("lease"), boot.bootId(), System::nanoTime);
        Circuit circuit = circuit(boot, settings, clock, lock);
        lock.revoke(circuit.view().epoch());
        Identities identities = new Identities(new IdentityFiles(boot.data()), new WebAuthn(), clock, System::nanoTime);
        Cookies cookies = Cookies.of(settings.insecureLocalhostCookie());
        Herald herald = herald(boot, settings, onStop);
        Upstream upstream = upstream(boot, settings, cookies, identities, nanos);
        identities.whenEnded(upstream::cutEnded);
        Journal journal = new Journal();
        Figures figures = new Figures();
        Guard guard = new Guard(System::nanoTime);
        Report report = report(circuit, identities, lock, settings, guard);
        Admission admission = new Admission(new Gates(
                settings.alone() ? OwnPlaces.GUARD : OwnPlaces.HOUSE,
                sites,
                settings.callers(),
                settings.limits(),
                circuit,
                desk(identities, settings, cookies, journal, report),
                upstream,
                new Seal("moltbot-canary-v1", boot.key("canary")),
                figures,
                new Prometheus(report, figures, messengers(boot, settings, onStop))::text,
                guard::bypasses,
                System::nanoTime));
        Marks marks = new Marks();
        HttpListener listener = listener(settings, sites, certificates, marks, admission);
        Door door = new Door(listener, settings.loopback(), Door.RETRY);
        HookHouse.Around around = new HookHouse.Around(certificates, circuit, identities, journal, figures, marks);
        HookHouse hooks = new HookHouse(boot, settings, around, clock, onStop);
        circuit.watch(new Consequences(
                upstream::cutAll,
                epoch -> {
                    endAuthority(epoch, lock, identities, herald);
                    figures.tripped();
                    listener.hangUp();
                    hooks.hangUp();
                },
                hooks.doors(door),
                journal));
        Orders orders = new Orders(boot.key("bypass"), guard, System::nanoTime, clock);
        LeaseHolder holder = new LeaseHolder(lock, new LeaseWatch(circuit), report::lock);
        onStop.accept(herald.start(circuit.view().epoch()));
        List.<AutoCloseable>of(upstream, listener, door, holder).forEach(onStop);
        door.start(circuit.view().hidesFromStrangers());
        hooks.start(onStop);
        LinkDesk desk = new LinkDesk(
                report, holder, journal, orders, new Resets(System::nanoTime), () -> certificate(certificates));
        onStop.accept(boot.serve(hooks.addTo(desk.routes())
                .on("guardian", "secret.judge", secrets(boot))
                .on("guardian", "breaker.sight", new MarkDesk(marks)::expect)));
        onStop.accept(() -> listener.drain(DRAIN));
        onStop.accept(hooks::shut);
    }

    /// A guard that stands alone before another panel has none.
    private static Supplier<Map<String, Boolean>> messengers(
            Boot boot, Settings settings, Consumer<AutoCloseable> onStop) {
        if (settings.alone()) {
            return Map::of;
        }
        Messengers messengers = new Messengers(boot.client("gateway", Messengers.LIMITS));
        onStop.accept(messengers);
        return messengers;
    }

    private static Optional<Certificates> certificates(
            Boot boot, Settings settings, Clock clock, Consumer<AutoCloseable> onStop) {
        Optional<Certificates> certificates = settings.tls()
                .certificates(
                        boot.data(), settings.listen().getAddress(), settings.publicOrigin(), settings.hooks(), clock);
        certificates.ifPresent(onStop);
        return certificates;
    }

    private static Circuit circuit(Boot boot, Settings settings, Clock clock, LeaseLock lock) {
        return new Circuit(
                new Circuit.Surroundings(System::nanoTime, clock, lock::current, new Names(new SecureRandom())::next),
                new LatchFile(boot.data(), clock),
                settings.dwell());
    }

    /// What is wrong with the owner's secrets, for the guardian, which gets none of them.
    private static LinkHandler secrets(Boot boot) {
        return exchange -> exchange.reply(Frailty.judge(boot.secrets()));
    }

    private static Upstream upstream(
            Boot boot, Settings settings, Cookies cookies, Identities identities, LongSupplier nanos) {
        if (settings.alone()) {
            String secret = boot.secrets().getOrDefault("upstream-token", "");
            return HttpUpstream.of(
                    settings.upstream(), cookies.names(), secret, DeviceSeed.in(boot.data()), identities::holds, nanos);
        }
        return new ControlUpstream(
                boot.client("control", LinkLimits.DEFAULT.withConnectPatience(CONTROL_PATIENCE)),
                boot.key("assertion"),
                System::nanoTime,
                SecurityHeaders::on,
                identities::holds);
    }

    private static JsonObject certificate(Optional<Certificates> certificates) {
        Certificates shown = certificates.orElseThrow(() -> ContractException.refused(
                "no-tls", "This house speaks no TLS itself: see 'tls.local-ca' in docs/operations/reachable.md."));
        return JsonObject.with("fingerprint", shown.fingerprint())
                .with(
                        "notAfter",
                        shown.current().leaf().getNotAfter().toInstant().toString())
                .with("authority", shown.authorityPem().orElse(""))
                .build();
    }

    private static Report report(
            Circuit circuit, Identities identities, LeaseLock lock, Settings settings, Guard guard) {
        return new Report(
                circuit,
                identities,
                lock::age,
                (settings.tls().on() ? "https://" : "http://") + Site.literal(settings.listen()),
                settings.insecure(),
                guard);
    }

    private static Herald herald(Boot boot, Settings settings, Consumer<AutoCloseable> onStop) {
        if (settings.alone()) {
            return new Herald(epoch -> {});
        }
        LinkClient control = boot.client("control", LinkLimits.DEFAULT.withConnectPatience(CONTROL_PATIENCE));
        onStop.accept(control);
        return new Herald(epoch ->
                control.ask("breaker.epoch", JsonObject.with("epoch", epoch).build()));
    }

    private static Desk.Parts desk(
            Identities identities, Settings settings, Cookies cookies, Journal journal, Report report) {
        return new Desk.Parts(identities, cookies, journal, settings.insecure(), report::full, report.guard()::report);
    }

    private static HttpListener listener(
            Settings settings,
            Map<String, Site> sites,
            Optional<Certificates> certificates,
            Marks marks,
            Admission admission) {
        return new HttpListener(
                settings.listen(),
                settings.callers()::mayConnect,
                certificates.map(own -> own::current),
                Site.overHttps(sites),
                SecurityHeaders::on,
                exchange -> {
                    marks.look(exchange.request().target(), exchange.request().headers());
                    admission.handle(exchange);
                });
    }

    private static void endAuthority(long epoch, LeaseLock lock, Identities identities, Herald herald) {
        lock.revoke(epoch);
        identities.endAll();
        herald.epoch(epoch);
    }
}
