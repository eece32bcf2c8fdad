package moltbot.gateway;

import java.util.Collection;
import java.util.Comparator;
import moltbot.contract.Cut;

/// The known word nearest to a mistyped one.
final class Neighbour {
    private static final int LONGEST = 64;

    private Neighbour() {}

    static String of(String word, Collection<String> known) {
        String typed = Cut.of(word, LONGEST);
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(typed, candidate)))
                .orElseThrow();
    }

    /// Letters to insert, delete or replace (Levenshtein).
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
