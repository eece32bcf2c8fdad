package moltbot.guardian.audit;

import java.util.List;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// G1: the record of what was done only grows. (That the guard itself is whole and its clock is right shows in the
/// lease.)
public final class AuditHolds implements Rule<String> {
    @Override
    public String id() {
        return "G1";
    }

    @Override
    public List<Finding> judge(String problem) {
        return problem.isEmpty()
                ? List.of()
                : List.of(Finding.trip(id(), "audit", "The record of what was decided and done was changed.", problem));
    }
}
