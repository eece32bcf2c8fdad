package moltbot.runtime.memory;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Two ways of looking make one list: by words and by meaning.
public final class Found {
    /// How much a first place counts against a later one, as is usual for reciprocal rank fusion (Cormack, Clarke and
    /// Büttcher, 2009).
    private static final int EVENNESS = 60;

    private Found() {}

    /// The best of both lists, what both have first; each item once.
    ///
    /// @param words    best first
    /// @param meaning  best first
    public static List<Long> best(List<Long> words, List<Long> meaning, int most) {
        Map<Long, Double> worth = new LinkedHashMap<>();
        for (List<Long> list : List.of(words, meaning)) {
            for (int place = 0; place < list.size(); place++) {
                worth.merge(list.get(place), 1.0 / (EVENNESS + place), Double::sum);
            }
        }
        return worth.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }
}
