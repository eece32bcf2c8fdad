package moltbot.runtime.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import moltbot.runtime.agent.Conversation;
import moltbot.runtime.agent.PastTurn;

/// What models saw lately in the conversations that are active, so that it is not read again for each turn. Bounded;
/// the least recently used is forgotten. A lane has its entry to itself while its turn runs. Safe for several threads.
final class Histories {
    private static final int MAX_SESSIONS = 256;
    private static final long MAX_WEIGHT = 8 << 20;

    private final Map<SessionKey, List<PastTurn>> histories = new LinkedHashMap<>(16, 0.75f, true);
    private final Transcripts transcripts;
    private long weight;

    Histories(Transcripts transcripts) {
        this.transcripts = transcripts;
    }

    /// The turns before this one. Taken out: what is not put back is read anew next time.
    List<PastTurn> take(Turn turn) {
        synchronized (this) {
            List<PastTurn> known = histories.remove(turn.session());
            if (known != null) {
                weight -= weigh(known);
                return known;
            }
        }
        return transcripts.past(turn);
    }

    /// Remembers a conversation with one turn more.
    void put(SessionKey session, List<PastTurn> before, PastTurn latest) {
        List<PastTurn> turns = new ArrayList<>(before);
        turns.add(latest);
        int messages = 0;
        for (PastTurn turn : turns) {
            messages += turn.messages().size();
        }
        long size = weigh(turns);
        while (turns.size() > 1 && (messages > Conversation.MAX_MESSAGES || size > Conversation.MAX_WEIGHT)) {
            PastTurn oldest = turns.removeFirst();
            messages -= oldest.messages().size();
            size -= oldest.weight();
        }
        synchronized (this) {
            histories.put(session, List.copyOf(turns));
            weight += size;
            var eldest = histories.entrySet().iterator();
            while ((histories.size() > MAX_SESSIONS || weight > MAX_WEIGHT) && eldest.hasNext()) {
                weight -= weigh(eldest.next().getValue());
                eldest.remove();
            }
        }
    }

    private static long weigh(List<PastTurn> turns) {
        long weight = 0;
        for (PastTurn turn : turns) {
            weight += turn.weight();
        }
        return weight;
    }
}
