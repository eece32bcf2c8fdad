package moltbot.guardian.judge.panel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import moltbot.guardian.fact.panel.Kind;
import moltbot.guardian.fact.panel.Reply.Answered;
import moltbot.guardian.fact.panel.Trial;
import moltbot.guardian.judge.Finding;

/// H9: what a stranger sees names no product, keeps search engines away, and tells browsers to be strict. A warning.
public final class Leakage extends PanelRule {
    private static final List<String> NAMES = List.of("moltbot", "openclaw", "clawdbot");
    private static final List<String> TALKATIVE = List.of("server", "x-powered-by", "via", "x-aspnet-version");

    public Leakage() {
        super("H9");
    }

    @Override
    public Finding.Action whenBlind() {
        return Finding.Action.WARN;
    }

    @Override
    public List<Finding> judge(List<Trial> trials) {
        List<Finding> findings = new ArrayList<>();
        for (Trial trial : trials) {
            if (trial.kind() == Kind.PAGE
                    && trial.reply() instanceof Answered answered
                    && meantForAll(trial, answered)) {
                for (String fault : faults(trial, answered)) {
                    findings.add(Finding.warn(
                            id(),
                            trial.subject() + " " + fault,
                            "A stranger learns more than needed, or a browser is told less than it should be.",
                            trial.name() + " at " + trial.target() + ": " + fault));
                }
            }
        }
        return findings;
    }

    /// What a blocked breaker says to this machine only, tells it the commands to recover: it names what it is about.
    private static boolean meantForAll(Trial trial, Answered answered) {
        boolean toThisMachine =
                answered.status() == 503 && trial.target().address().isLoopback();
        return answered.status() != 0 && !toThisMachine;
    }

    private static List<String> faults(Trial trial, Answered answered) {
        List<String> faults = new ArrayList<>();
        for (String header : TALKATIVE) {
            if (!answered.header(header).isEmpty()) {
                faults.add("the header '" + header + "' says " + shortened(answered.header(header)));
            }
        }
        String body = answered.body().toLowerCase(Locale.ROOT);
        for (String name : NAMES) {
            if (body.contains(name)) {
                faults.add("the page names '" + name + "'");
            }
        }
        want(faults, answered, "x-robots-tag", "noindex");
        want(faults, answered, "x-content-type-options", "nosniff");
        want(faults, answered, "content-security-policy", "frame-ancestors");
        if (trial.tls()) {
            want(faults, answered, "strict-transport-security", "max-age");
        }
        return faults;
    }

    private static void want(List<String> faults, Answered answered, String header, String part) {
        if (!answered.header(header).toLowerCase(Locale.ROOT).contains(part)) {
            faults.add("the header '" + header + "' with '" + part + "' is missing");
        }
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
