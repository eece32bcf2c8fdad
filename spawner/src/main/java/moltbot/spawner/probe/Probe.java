package moltbot.spawner.probe;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One way out of a sandbox, tried from the inside by a short program. The program says `reached` and what, a line
/// for each thing that must not be; what it does not say, it did not reach. It is a file of its own, which begins with
/// what it is, a comment for each word: `# tries: …`, `# contained: …`.
///
/// @param name  the file's, without its ending
/// @param head  the words of its beginning
/// @param body  the program
public record Probe(String name, Map<String, String> head, String body) {
    private static final Pattern WORD = Pattern.compile("# ([a-z]+): (.+)");

    /// How a program in a shell says what it reached; `$kind` is what it is counted as.
    public static final String SHELL = "reached() { echo \"$kind $*\"; }\n";

    public Probe {
        head = Collections.unmodifiableMap(new TreeMap<>(head));
        if (!head.containsKey("tries") || !head.containsKey("contained")) {
            throw new IllegalArgumentException("A probe says what it tries and what contained means: " + name);
        }
    }

    /// Reads a probe as it is written.
    public static Probe parse(String name, String text) {
        Map<String, String> head = new TreeMap<>();
        StringBuilder body = new StringBuilder();
        for (String line : text.lines().toList()) {
            Matcher word = WORD.matcher(line);
            if (body.isEmpty() && word.matches()) {
                head.put(word.group(1), word.group(2));
            } else {
                body.append(line).append('\n');
            }
        }
        return new Probe(name, head, body.toString());
    }

    /// What its beginning says of `word`, or nothing.
    public String said(String word) {
        return head.getOrDefault(word, "");
    }
}
