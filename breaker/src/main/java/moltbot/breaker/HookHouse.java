package moltbot.breaker;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import moltbot.breaker.certificate.Certificates;
import moltbot.breaker.circuit.Circuit;
import moltbot.breaker.exchange.Site;
import moltbot.breaker.hook.HookAdmission;
import moltbot.breaker.hook.HookGateway;
import moltbot.breaker.hook.Hooks;
import moltbot.breaker.journal.Figures;
import moltbot.breaker.journal.Journal;
import moltbot.breaker.limit.Limits;
import moltbot.breaker.listen.HttpListener;
import moltbot.breaker.mark.Marks;
import moltbot.breaker.operate.Consequences;
import moltbot.breaker.page.SecurityHeaders;
import moltbot.breaker.stage.Admission;

/// The hooks' listener and its door, where there is one. What it serves is [HookAdmission] and nothing else.
final class HookHouse {
    private final HttpListener listener;
    private final Door door;

    /// What it shares with the panel's listener.
    record Around(
            Limits limits,
            boolean tls,
            Optional<Certificates> certificates,
            Circuit circuit,
            Hooks hooks,
            Journal journal,
            Figures figures,
            Marks marks,
            LongSupplier nanos,
            Names names) {}

    HookHouse(HookSettings settings, Around around, HookGateway gateway) {
        var sites = settings.sites(around.tls());
        Admission admission = new Admission(
                new HookAdmission(
                                settings.callers(),
                                sites,
                                around.limits(),
                                around.circuit(),
                                around.hooks(),
                                gateway,
                                around.nanos(),
                                around.names()::next,
                                around.figures())
                        .stages(),
                around.journal(),
                around.figures());
        this.listener = new HttpListener(
                settings.listen(),
                settings.callers()::mayConnect,
                around.certificates().map(own -> own::current),
                Site.overHttps(sites),
                SecurityHeaders::on,
                exchange -> {
                    around.marks()
                            .look(
                                    exchange.request().target(),
                                    exchange.request().headers());
                    admission.handle(exchange);
                });
        this.door = new Door(listener, settings.loopback(), Door.RETRY);
    }

    Consequences.Door door() {
        return door;
    }

    /// Ends every connection there is.
    void hangUp() {
        listener.hangUp();
    }

    void start(boolean hidden, Consumer<AutoCloseable> onStop) {
        onStop.accept(listener);
        onStop.accept(door);
        door.start(hidden);
    }

    /// Takes no more calls, and waits for none: whoever was not answered calls again.
    void shut() {
        listener.unbind();
    }
}
