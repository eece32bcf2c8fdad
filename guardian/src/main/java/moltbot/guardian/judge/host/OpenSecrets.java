package moltbot.guardian.judge.host;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import moltbot.guardian.fact.host.PartFact;
import moltbot.guardian.fact.host.Parts;
import moltbot.guardian.fact.host.Places;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// S4: no secret stands in a command line or environment of ours, which others may read, nor in logs, settings or
/// memory images. Two rounds look: one at processes, one at files; each has a rule of its own.
public final class OpenSecrets implements Rule<OpenSecrets.Seen> {
    /// What was seen of both.
    public record Seen(Parts parts, Places places) {}

    private static final Pattern KEY = Pattern.compile("sk-[A-Za-z0-9_-]{16}|[0-9]{8}:AA[A-Za-z0-9_-]{33}"
            + "|[MNO][A-Za-z0-9_-]{22,30}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27}"
            + "|xoxb-[A-Za-z0-9-]{20}|xapp-[A-Za-z0-9-]{20}|EAA[A-Za-z0-9]{60}");
    private static final Pattern NAME =
            Pattern.compile("(ANTHROPIC|OPENAI|OLLAMA)_API_KEY=.+|(TELEGRAM|DISCORD|SLACK)_(BOT|APP)_TOKEN=.+"
                    + "|WHATSAPP_TOKEN=.+"
                    + "|MOLTBOT_[A-Z_]*(KEY|TOKEN|SECRET|PASSWORD)=.+");

    @Override
    public String id() {
        return "S4";
    }

    @Override
    public List<Finding> judge(Seen seen) {
        List<Finding> findings = new ArrayList<>();
        for (PartFact part : seen.parts().parts()) {
            if (part.arguments().stream()
                    .anyMatch(argument -> KEY.matcher(argument).find())) {
                findings.add(found(part.name() + " arguments", part.described() + ", in its command line"));
            }
            boolean supervisor = part.name().equals("supervisor");
            for (String variable : part.environment()) {
                if (NAME.matcher(variable).matches()
                        || (!supervisor && KEY.matcher(variable).find())) {
                    findings.add(found(
                            part.name() + " environment",
                            part.described() + ", in its environment as "
                                    + variable.substring(0, variable.indexOf('='))));
                }
            }
        }
        for (String file : seen.places().secrets()) {
            findings.add(found(file, file));
        }
        for (String dump : seen.places().dumps()) {
            findings.add(found(dump, dump + " may hold everything a part of this house had in memory"));
        }
        return findings;
    }

    private Finding found(String subject, String where) {
        return Finding.trip(id(), subject, "Something that looks like a secret lies in the open.", where);
    }
}
