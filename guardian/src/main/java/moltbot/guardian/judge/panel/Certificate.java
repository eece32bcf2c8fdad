package moltbot.guardian.judge.panel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import moltbot.guardian.fact.panel.Secured;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// T1: the panel's TLS. One that has ended, has not begun, or is for other names teaches its owner to click warnings
/// away, and old versions are not secret: these trip. One that ends within a fortnight is written down.
public final class Certificate implements Rule<List<Secured>> {
    private static final Duration SOON = Duration.ofDays(14);

    private final List<String> publicNames;

    /// @param publicNames  `https://name` each
    public Certificate(List<String> publicNames) {
        this.publicNames = publicNames.stream()
                .map(name -> name.replaceFirst("^https?://", "").replaceFirst(":[0-9]+$", ""))
                .toList();
    }

    @Override
    public String id() {
        return "T1";
    }

    /// As with H1: who can keep the breaker busy must not be able to trip it.
    @Override
    public Finding.Action whenBlind() {
        return Finding.Action.HOLD;
    }

    @Override
    public List<Finding> judge(List<Secured> places) {
        List<Finding> findings = new ArrayList<>();
        for (Secured place : places) {
            if (place.now().isAfter(place.until())) {
                findings.add(trip(place, "The panel's certificate has ended.", "it ended at " + place.until()));
            } else if (place.now().isBefore(place.from())) {
                findings.add(trip(place, "The panel's certificate does not hold yet.", "it begins at " + place.from()));
            } else if (place.now().plus(SOON).isAfter(place.until())) {
                findings.add(Finding.warn(
                        id(),
                        place.target() + " soon",
                        "The panel's certificate ends soon.",
                        place.target() + ": it ends at " + place.until()));
            }
            if (place.names().stream().noneMatch(name -> fits(name, place))) {
                findings.add(trip(place, "The panel's certificate is for other names.", "it is for " + place.names()));
            }
            if (!place.outdated().isEmpty()) {
                findings.add(trip(
                        place,
                        "The panel speaks versions of TLS that are not secret any more.",
                        "it takes " + String.join(", ", place.outdated())));
            }
        }
        return findings;
    }

    private Finding trip(Secured place, String reason, String evidence) {
        return Finding.trip(id(), place.target() + " " + reason, reason, place.target() + ": " + evidence);
    }

    private boolean fits(String name, Secured place) {
        String lower = name.toLowerCase(Locale.ROOT);
        return publicNames.stream().anyMatch(publicName -> fits(lower, publicName))
                || lower.equals(place.target().address().toString())
                || (place.target().address().isLoopback() && lower.equals("localhost"));
    }

    private static boolean fits(String name, String publicName) {
        int dot = publicName.indexOf('.');
        return name.equals(publicName) || (dot > 0 && name.equals("*" + publicName.substring(dot)));
    }
}
