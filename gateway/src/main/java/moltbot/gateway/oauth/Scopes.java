package moltbot.gateway.oauth;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Rights, as words in one line (RFC 6749 §3.3).
final class Scopes {
    private static final int MOST = 40;

    private Scopes() {}

    /// The same line if every word of it is one; else empty.
    static String clean(String line) {
        return of(line).isEmpty() ? "" : String.join(" ", of(line));
    }

    static List<String> of(String line) {
        List<String> words = List.of(line.strip().split(" +"));
        return isFit(words) ? words : List.of();
    }

    static boolean isFit(Collection<String> words) {
        return words.size() <= MOST && words.stream().allMatch(word -> word.matches("[!#-\\[\\]-~]{1,200}"));
    }

    /// All of both, each once.
    static String joined(String one, String other) {
        Set<String> all = new LinkedHashSet<>(of(one));
        all.addAll(of(other));
        return String.join(" ", all.stream().limit(MOST).toList());
    }

    static boolean holds(String all, String wanted) {
        return of(all).containsAll(of(wanted));
    }
}
