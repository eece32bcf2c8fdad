package moltbot.guardian.judge.host;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.host.Secrets;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// S1: no secret is what stands where nobody chose one, short, or used twice. The first holds everything; the others
/// are said, for it is not this house that is opened by them.
public final class GoodSecrets implements Rule<Secrets> {
    @Override
    public String id() {
        return "S1";
    }

    @Override
    public Finding.Action whenBlind() {
        return Finding.Action.HOLD;
    }

    @Override
    public List<Finding> judge(Secrets secrets) {
        List<Finding> findings = new ArrayList<>();
        for (Secrets.Judged secret : secrets.judged()) {
            if (!secret.flaw().isEmpty()) {
                findings.add(finding(secret));
            }
        }
        return findings;
    }

    private Finding finding(Secrets.Judged secret) {
        String mend = ". Mend: ./moltbot secret set " + secret.name();
        return switch (secret.flaw()) {
            case "placeholder" ->
                new Finding(
                        id(),
                        secret.name(),
                        "A secret is none: it is what stands where nobody chose one.",
                        secret.name() + " is a default, an example, or what a program writes for nothing" + mend,
                        Finding.Action.HOLD);
            case "short" ->
                Finding.warn(
                        id(),
                        secret.name(),
                        "A secret is short.",
                        secret.name() + " has " + secret.length() + " characters" + mend);
            default ->
                Finding.warn(
                        id(),
                        secret.name(),
                        "A secret is used twice.",
                        secret.name() + " is the same as " + secret.like() + mend);
        };
    }
}
