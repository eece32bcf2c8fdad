package moltbot.runtime.context;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which words of the person a model says still hold. It may choose, never write: what is not word for word the
/// person's own is no instruction, whoever made the model say so. And it may not leave out what held before.
final class Quotes {
    private static final int SHORTEST = 4;

    private Quotes() {}

    static List<String> chosen(String answer, List<String> before, List<String> people) {
        List<String> own = new ArrayList<>();
        people.forEach(text -> own.add(plain(text)));
        Set<String> chosen = new LinkedHashSet<>(before);
        answer.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(Digest.MARK))
                .map(line -> unquoted(line.substring(Digest.MARK.length()).strip()))
                .filter(quote -> quote.length() >= SHORTEST)
                .filter(quote -> own.stream().anyMatch(text -> text.contains(plain(quote))))
                .forEach(chosen::add);
        return List.copyOf(chosen);
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1 && "\"“'„«".indexOf(text.charAt(0)) >= 0;
        return quoted ? text.substring(1, text.length() - 1).strip() : text;
    }

    private static String plain(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
