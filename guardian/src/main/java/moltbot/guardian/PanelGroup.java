package moltbot.guardian;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.Probe;
import moltbot.guardian.fact.panel.Secured;
import moltbot.guardian.fact.panel.Trial;
import moltbot.guardian.judge.Unauthenticated;
import moltbot.guardian.judge.panel.Certificate;
import moltbot.guardian.judge.panel.Confusion;
import moltbot.guardian.judge.panel.Credentials;
import moltbot.guardian.judge.panel.ForeignHost;
import moltbot.guardian.judge.panel.ForeignPage;
import moltbot.guardian.judge.panel.Leakage;
import moltbot.guardian.judge.panel.MisleadingHeaders;
import moltbot.guardian.judge.panel.PlainHttp;
import moltbot.guardian.judge.panel.Throttle;
import moltbot.guardian.judge.panel.Upgrade;
import moltbot.guardian.observe.Observers;
import moltbot.guardian.observe.ProbeObserver;
import moltbot.guardian.observe.panel.OwnPages;
import moltbot.guardian.observe.panel.Panel;
import moltbot.guardian.observe.panel.PanelObserver;
import moltbot.guardian.watch.Plan;
import moltbot.guardian.watch.Round;

/// H1 to H10, T1: what a stranger gets who asks our own listeners.
final class PanelGroup implements Group {
    private static final Plan STRANGER =
            Plan.of("probes", Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(45));
    /// Each look asks a part; leases need not wait for the first, at which the breaker still refuses everything.
    private static final Plan QUESTIONS = new Plan(
            "panel",
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            2,
            Duration.ofSeconds(90),
            Duration.ofSeconds(30),
            false);

    /// Each try costs the breaker a slow hash, and wrong ones are forgotten by the hour.
    private static final Plan GUESSES = new Plan(
            "guesses",
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            2,
            Duration.ofMinutes(25),
            Duration.ofMinutes(1),
            false);

    private static final Plan TLS = new Plan(
            "tls",
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            2,
            Duration.ofMinutes(12),
            Duration.ofMinutes(1),
            false);

    private final ProbeObserver observer;
    private final Round<List<Probe>> stranger;
    private final Round<List<Trial>> questions;
    private final Round<List<Trial>> guesses;
    private final Round<List<Secured>> tls;

    PanelGroup(Surroundings around) {
        Settings settings = around.settings();
        observer = Observers.probes(settings.declared().endpoints(), around.listeners());
        String own = settings.ownPages();
        Panel panel = new Panel(this::targets, new OwnPages(own + "/sign-in", own + "/auth"), around.canary());
        stranger = new Round<>(
                STRANGER,
                observer::observe,
                List.of(new Unauthenticated(own)),
                observer::changed,
                around.board(),
                around.nanos());
        PanelObserver asking = panel.questions(PanelObserver.SHARE);
        questions = new Round<>(
                QUESTIONS,
                asking::observe,
                List.of(
                        new Credentials(),
                        new MisleadingHeaders(),
                        new ForeignHost(),
                        new ForeignPage(),
                        new Upgrade(),
                        new Confusion(),
                        new Leakage(),
                        new PlainHttp(settings.plainHttp())),
                () -> false,
                around.board(),
                around.nanos());
        guesses = guesses(panel, around);
        tls = tls(panel, around);
    }

    /// The first guess waits for its turn: the breaker opens only after the first look at everything.
    private static Round<List<Trial>> guesses(Panel panel, Surroundings around) {
        return new Round<>(
                GUESSES,
                panel.guesses()::observe,
                List.of(new Throttle()),
                () -> false,
                around.board(),
                around.nanos());
    }

    private static Round<List<Secured>> tls(Panel panel, Surroundings around) {
        return new Round<>(
                TLS,
                panel.tls(Clock.systemUTC())::observe,
                List.of(new Certificate(around.settings().publicNames())),
                () -> false,
                around.board(),
                around.nanos());
    }

    /// Where the machine's addresses cannot be listed, H1 says so; the declared ones are asked all the same.
    private Set<Endpoint> targets() {
        try {
            return observer.targets();
        } catch (IOException e) {
            return observer.declared();
        }
    }

    /// Where our own listeners changed, there may be another place to ask.
    void listenersChanged() {
        if (observer.changed()) {
            stranger.poke();
            questions.poke();
            tls.poke();
        }
    }

    @Override
    public List<Round<?>> withoutHouse() {
        return List.of();
    }

    @Override
    public List<Round<?>> rounds() {
        return List.of(stranger, questions, guesses, tls);
    }
}
