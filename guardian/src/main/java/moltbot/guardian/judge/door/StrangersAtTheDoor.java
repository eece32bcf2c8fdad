package moltbot.guardian.judge.door;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.door.Door;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// B3: strangers who are answered like anybody must find no tool that runs commands. A crowd of strangers who ask to
/// be let in is said, because among many codes a wrong one is approved easily. It blocks nothing, for anybody with
/// the number can make one.
public final class StrangersAtTheDoor implements Rule<Door> {
    /// So many that it is not a club that was given the number.
    private static final int CROWD = 10;

    @Override
    public String id() {
        return "B3";
    }

    /// It is settings that are looked for, and no stranger can hide them; nothing goes on while nobody knows.
    @Override
    public Finding.Action whenBlind() {
        return Finding.Action.HOLD;
    }

    @Override
    public List<Finding> judge(Door door) {
        List<Finding> findings = new ArrayList<>();
        if (door.open() && door.commands()) {
            findings.add(new Finding(
                    id(),
                    "open",
                    "Everybody who knows the number could have the assistant run commands.",
                    "strangers are met with '" + door.direct()
                            + "' and commands are on. Mend: take 'insecure-open-channels' out of the settings, or"
                            + " set 'sandbox.enabled: false'; then start again",
                    Finding.Action.HOLD));
        }
        if (door.turnedAway() >= CROWD) {
            findings.add(Finding.warn(
                    id(),
                    "crowd",
                    "Many strangers ask to be let in.",
                    door.waiting() + " wait, and " + door.turnedAway()
                            + " others (or more) asked within the hour and got no answer"));
        }
        return findings;
    }
}
