package moltbot.guardian.observe;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import moltbot.guardian.fact.Listener;
import moltbot.guardian.fact.Owner;

/// Tells which of our processes a listener belongs to.
interface Processes {
    /// What was found out.
    ///
    /// @param owners  the listeners that are ours; the others belong to nobody we know
    /// @param blind   processes of ours that could not be looked into; any unowned listener may be theirs
    record Attribution(Map<Listener, Owner> owners, List<String> blind) {
        public Attribution {
            owners = Map.copyOf(owners);
            blind = List.copyOf(blind);
        }
    }

    Attribution attribute(Set<Listener> wanted) throws IOException;
}
