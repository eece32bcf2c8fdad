package moltbot.guardian.observe.panel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.panel.Kind;
import moltbot.guardian.fact.panel.Reply;
import moltbot.guardian.fact.panel.Reply.Answered;
import moltbot.guardian.fact.panel.Trial;

/// Guesses a password until it is told to wait, which must come soon. From an address of loopback that no browser comes
/// from and which the breaker counts by itself, so that the owner's own tries are never used up; where this machine has
/// no such address it does not guess at all.
public final class GuessObserver {
    /// One more than a person may try, and one for a try that was forgotten meanwhile.
    private static final int TRIES = 7;

    private static final int UNCLAIMED = 409;
    private static final String GUESS = "{\"password\":\"a guess of the guardian's\"}";

    private final Supplier<Set<Endpoint>> targets;
    private final Function<Endpoint, Site> sites;
    private final Speaker speaker;

    GuessObserver(Supplier<Set<Endpoint>> targets, Function<Endpoint, Site> sites, Speaker speaker) {
        this.targets = targets;
        this.sites = sites;
        this.speaker = speaker;
    }

    /// Guesses now, at each place on loopback.
    public Observation<List<Trial>> observe() {
        List<Trial> trials = new ArrayList<>();
        InetAddress aside = InetAddress.ofLiteral("127.0.0.2");
        if (!ours(aside)) {
            return new Observation.Seen<>(trials);
        }
        for (Endpoint place : targets.get()) {
            if (place.address().isLoopback() && place.address().isV4()) {
                guess(sites.apply(place), aside).ifPresent(trials::add);
            }
        }
        return new Observation.Seen<>(trials);
    }

    /// Linux has all of 127.0.0.0/8; elsewhere it is as it was set up.
    private static boolean ours(InetAddress aside) {
        try {
            return System.getProperty("os.name").equals("Linux") || NetworkInterface.getByInetAddress(aside) != null;
        } catch (IOException e) {
            return false;
        }
    }

    /// The last answer; nothing where there is nobody, or no password to guess yet.
    private Optional<Trial> guess(Site site, InetAddress aside) {
        String request = site.post(
                site.pages().auth() + "/sign-in", GUESS, "Content-Type: application/json", "Origin: " + site.origin());
        Reply reply = new Reply.NotThere();
        for (int i = 0; i < TRIES; i++) {
            reply = speaker.askFrom(aside, site.target(), site.tls(), Question.bytes(request));
            if (!(reply instanceof Answered answered) || answered.status() != 401) {
                break;
            }
        }
        boolean nothing = !(reply instanceof Answered answered) || answered.status() == UNCLAIMED;
        return nothing
                ? Optional.empty()
                : Optional.of(new Trial(
                        site.target(),
                        site.tls(),
                        Kind.GUESS,
                        TRIES + " wrong passwords in a row",
                        reply,
                        Optional.empty()));
    }
}
