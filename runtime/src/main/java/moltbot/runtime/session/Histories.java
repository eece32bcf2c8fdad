package moltbot.runtime.session;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import moltbot.runtime.agent.Conversation;
import moltbot.runtime.context.Past;

/// What models saw lately in the conversations that are active, so that it is not read again for each turn. Bounded;
/// the least recently used is forgotten. A lane has its entry to itself while its turn runs. Safe for several threads.
final class Histories {
    private static final int MAX_SESSIONS = 256;
    private static final long MAX_WEIGHT = 8 << 20;

    private final Map<SessionKey, Past> histories = new LinkedHashMap<>(16, 0.75f, true);
    private final Transcripts transcripts;
    /// Those of which something was taken back while perhaps a turn ran that had seen it.
    private final Set<SessionKey> changed = new HashSet<>();

    private long weight;

    Histories(Transcripts transcripts) {
        this.transcripts = transcripts;
    }

    /// What came before a turn; to be given back with [#put] when the turn is over well.
    Past take(Turn turn) {
        synchronized (this) {
            changed.remove(turn.session());
            Past known = histories.remove(turn.session());
            if (known != null) {
                weight -= known.weight();
                return known;
            }
        }
        return transcripts.past(turn);
    }

    /// Something of what was there is not to be seen any more, whoever has it at hand now.
    synchronized void forget(SessionKey session) {
        Past known = histories.remove(session);
        if (known != null) {
            weight -= known.weight();
        } else {
            changed.add(session);
        }
    }

    /// Remembers what comes before the next turn, but where something of it was taken back meanwhile.
    void put(SessionKey session, Past past) {
        Past kept = past.within(Conversation.MAX_MESSAGES, Conversation.MAX_WEIGHT);
        synchronized (this) {
            if (changed.remove(session)) {
                return;
            }
            histories.put(session, kept);
            weight += kept.weight();
            var eldest = histories.entrySet().iterator();
            while ((histories.size() > MAX_SESSIONS || weight > MAX_WEIGHT) && eldest.hasNext()) {
                weight -= eldest.next().getValue().weight();
                eldest.remove();
            }
        }
    }
}
