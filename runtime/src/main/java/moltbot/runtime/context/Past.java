package moltbot.runtime.context;

import java.util.List;
import java.util.Optional;

/// What came before a turn, as a model sees it.
///
/// @param digest  what stands for turns that are older; empty where there are none
/// @param turns   oldest first
public record Past(Optional<Digest> digest, List<PastTurn> turns) {
    /// Nothing came before.
    public static final Past NONE = new Past(Optional.empty(), List.of());

    /// From here on old turns are summed up, in bytes and messages.
    static final int HIGH_WEIGHT = 200_000;

    static final int HIGH_MESSAGES = 200;

    /// What of the newest turns stays as it is then.
    static final int LOW_WEIGHT = 40_000;

    static final int LOW_MESSAGES = 40;

    /// What of them stays where a person wants it summed up now.
    static final int ASKED_WEIGHT = 8_000;

    static final int ASKED_MESSAGES = 6;

    /// Less than this is not worth a summary, which has a size of its own.
    static final int WORTH_IT = 4_000;

    public Past {
        turns = List.copyOf(turns);
    }

    /// About how many bytes it costs.
    public int weight() {
        return digest.map(Digest::weight).orElse(0)
                + turns.stream().mapToInt(PastTurn::weight).sum();
    }

    /// How many messages of it are shown as they are.
    public int messages() {
        return turns.stream().mapToInt(turn -> turn.messages().size()).sum();
    }

    /// The oldest turns, those to be summed up: none as long as all have room.
    public List<PastTurn> outgrown() {
        return weight() <= HIGH_WEIGHT && messages() <= HIGH_MESSAGES ? List.of() : before(LOW_WEIGHT, LOW_MESSAGES);
    }

    /// The oldest turns, those to be summed up where a person wants that now: all but the latest, where that is worth
    /// it, and else none.
    public List<PastTurn> worthSummingUp() {
        List<PastTurn> old = before(ASKED_WEIGHT, ASKED_MESSAGES);
        return old.stream().mapToInt(PastTurn::weight).sum() < WORTH_IT ? List.of() : old;
    }

    /// All but the newest that weigh no more than this.
    private List<PastTurn> before(int mostWeight, int mostMessages) {
        int from = turns.size();
        int weight = 0;
        int messages = 0;
        while (from > 0) {
            PastTurn turn = turns.get(from - 1);
            weight += turn.weight();
            messages += turn.messages().size();
            if (weight > mostWeight || messages > mostMessages) {
                break;
            }
            from--;
        }
        return turns.subList(0, from);
    }

    /// The same with `digest` in the place of all it stands for.
    public Past compacted(Digest newer) {
        return new Past(
                Optional.of(newer),
                turns.stream().filter(turn -> turn.seq() > newer.upto()).toList());
    }

    /// The same within these bounds, by forgetting the oldest: for what could not be summed up.
    public Past within(int maxMessages, int maxWeight) {
        int from = 0;
        int messages = messages();
        int weight = weight();
        while (from < turns.size() - 1 && (messages > maxMessages || weight > maxWeight)) {
            messages -= turns.get(from).messages().size();
            weight -= turns.get(from).weight();
            from++;
        }
        return from == 0 ? this : new Past(digest, turns.subList(from, turns.size()));
    }
}
