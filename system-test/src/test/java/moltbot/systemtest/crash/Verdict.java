package moltbot.systemtest.crash;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What became of everybody's messages.
final class Verdict {
    final List<String> lost = new ArrayList<>();
    final List<String> doubled = new ArrayList<>();
    final List<String> reordered = new ArrayList<>();
    /// Answers to somebody else's messages.
    final List<String> strayed = new ArrayList<>();

    final List<String> unavoidablyLost = new ArrayList<>();
    final List<String> unavoidablyDoubled = new ArrayList<>();

    /// Adds one correspondent's.
    ///
    /// @param who   the correspondent's number
    /// @param sent  how many messages they sent
    void judge(Correspondent correspondent, int who, int sent) {
        Set<String> seen = new HashSet<>();
        int last = -1;
        for (String answer : correspondent.answers()) {
            for (String token : Tokens.of(answer)) {
                if (!token.startsWith("s" + who + "-")) {
                    strayed.add(token + " to s" + who);
                } else if (!seen.add(token)) {
                    (correspondent.mayBeDoubled(token) ? unavoidablyDoubled : doubled).add(token);
                } else {
                    int number = Integer.parseInt(token.substring(token.indexOf('-') + 1));
                    if (number < last) {
                        reordered.add(token);
                    }
                    last = number;
                }
            }
        }
        for (int number = 0; number < sent; number++) {
            String token = Tokens.of(who, number);
            if (!seen.contains(token)) {
                (correspondent.mayBeLost(number) ? unavoidablyLost : lost).add(token);
            }
        }
    }

    /// How many of one correspondent's messages have been answered.
    static long answered(Correspondent correspondent) {
        return correspondent.answers().stream()
                .flatMap(answer -> Tokens.of(answer).stream())
                .distinct()
                .count();
    }
}
