package moltbot.breaker;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import moltbot.breaker.certificate.Certificates;
import moltbot.breaker.circuit.Circuit;
import moltbot.breaker.exchange.Site;
import moltbot.breaker.hook.HookAdmission;
import moltbot.breaker.hook.HookDesk;
import moltbot.breaker.hook.Hooks;
import moltbot.breaker.hook.LinkHooks;
import moltbot.breaker.identity.Identities;
import moltbot.breaker.journal.Figures;
import moltbot.breaker.journal.Journal;
import moltbot.breaker.listen.HttpListener;
import moltbot.breaker.mark.Marks;
import moltbot.breaker.operate.BothDoors;
import moltbot.breaker.operate.Consequences;
import moltbot.breaker.page.SecurityHeaders;
import moltbot.breaker.stage.Admission;
import moltbot.breaker.store.HookFiles;
import moltbot.contract.boot.Boot;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkRoutes;

/// The hooks and, where the settings want one, their listener and its door. What it serves is [HookAdmission] and
/// nothing else.
final class HookHouse {
    private static final Duration GATEWAY_PATIENCE = Duration.ofSeconds(2);

    private final Settings settings;
    private final Around around;
    private final Hooks hooks;
    private final Optional<HttpListener> listener;
    private final Optional<Door> door;

    /// What it shares with the panel's listener.
    record Around(
            Optional<Certificates> certificates,
            Circuit circuit,
            Identities identities,
            Journal journal,
            Figures figures,
            Marks marks) {}

    HookHouse(Boot boot, Settings settings, Around around, Clock clock, Consumer<AutoCloseable> onStop) {
        this.settings = settings;
        this.around = around;
        this.hooks = new Hooks(new HookFiles(boot.data()), around.identities()::owner, clock);
        this.listener = settings.hooks().map(own -> listener(own, gateway(boot, onStop)));
        this.door = listener.flatMap(bound -> settings.hooks().map(own -> new Door(bound, own.loopback(), Door.RETRY)));
    }

    private static LinkHooks gateway(Boot boot, Consumer<AutoCloseable> onStop) {
        LinkHooks gateway = new LinkHooks(
                boot.client("gateway", LinkLimits.DEFAULT.withConnectPatience(GATEWAY_PATIENCE)),
                boot.key("assertion.gateway"),
                System::nanoTime);
        onStop.accept(gateway);
        return gateway;
    }

    private HttpListener listener(HookSettings own, LinkHooks gateway) {
        Map<String, Site> sites = own.sites(settings.tls().on());
        Admission admission = new Admission(
                new HookAdmission(
                                own.callers(),
                                sites,
                                settings.limits(),
                                around.circuit(),
                                hooks,
                                gateway,
                                System::nanoTime,
                                new Names(new SecureRandom())::next,
                                around.figures())
                        .stages(),
                around.journal(),
                around.figures());
        return new HttpListener(
                own.listen(),
                own.callers()::mayConnect,
                around.certificates().map(shown -> shown::current),
                Site.overHttps(sites),
                SecurityHeaders::on,
                exchange -> {
                    around.marks()
                            .look(
                                    exchange.request().target(),
                                    exchange.request().headers());
                    admission.handle(exchange);
                });
    }

    /// Every door that strangers can reach: the panel's, and the hooks' where there is one.
    Consequences.Door doors(Door panel) {
        return door.<Consequences.Door>map(own -> new BothDoors(panel, own)).orElse(panel);
    }

    /// Ends every connection there is.
    void hangUp() {
        listener.ifPresent(HttpListener::hangUp);
    }

    void start(Consumer<AutoCloseable> onStop) {
        listener.ifPresent(onStop);
        door.ifPresent(onStop);
        door.ifPresent(own -> own.start(around.circuit().view().hidesFromStrangers()));
    }

    /// Takes no more calls, and waits for none: whoever was not answered calls again.
    void shut() {
        listener.ifPresent(HttpListener::unbind);
    }

    /// What the owner's shell may ask about them.
    LinkRoutes addTo(LinkRoutes routes) {
        String address =
                settings.hooks().map(own -> own.address(settings.tls().on())).orElse("");
        return new HookDesk(hooks, () -> around.circuit().view().epoch(), around.journal(), address).addTo(routes);
    }
}
