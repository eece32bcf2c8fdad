package moltbot.guardian.observe.panel;

import java.time.Clock;
import java.util.Set;
import java.util.function.Supplier;
import moltbot.guardian.fact.Endpoint;

/// The panel as it is asked: where, and with what. Makes the observers of it.
public final class Panel {
    private final Supplier<Set<Endpoint>> targets;
    private final OwnPages pages;
    private final String canary;
    private final Speaker speaker = new Speaker();

    /// @param targets  every address and port where it could answer
    /// @param canary   the guardian's key that opens nothing
    public Panel(Supplier<Set<Endpoint>> targets, OwnPages pages, String canary) {
        this.targets = targets;
        this.pages = pages;
        this.canary = canary;
    }

    /// H2 to H7, H9, H10.
    ///
    /// @param share  how many questions a look asks at each place
    public PanelObserver questions(int share) {
        return new PanelObserver(targets, this::site, speaker, share);
    }

    /// H8.
    public GuessObserver guesses() {
        return new GuessObserver(targets, this::site, speaker);
    }

    /// T1.
    public TlsObserver tls(Clock clock) {
        return new TlsObserver(targets, this::site, clock);
    }

    /// How one place is asked. Whether it speaks TLS is found out each time: to remember it wrongly would be to ask in
    /// vain.
    Site site(Endpoint target) {
        return new Site(target, Hello.spoken(target), pages, canary);
    }
}
