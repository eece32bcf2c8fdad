package moltbot.guardian.judge;

import java.util.Set;
import moltbot.guardian.fact.PathFact;

/// Whose the data is: only these users may own an entry or have any right to it.
///
/// @param owners       users of this house
/// @param groupMayUse  true where each compartment has a user of its own and they meet through a group
public record Privacy(Set<Long> owners, boolean groupMayUse) {
    public Privacy {
        owners = Set.copyOf(owners);
    }

    /// What is wrong with an entry, or empty.
    String objection(PathFact entry) {
        if (entry.kind() == PathFact.Kind.LINK) {
            return "it is a symbolic link";
        } else if (!owners.contains(entry.uid())) {
            return "it belongs to user " + entry.uid();
        } else if ((entry.mode() & (groupMayUse ? 0007 : 0077)) != 0) {
            return "its mode is 0" + Integer.toOctalString(entry.mode());
        }
        return "";
    }
}
