package moltbot.guardian.observe.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// One line of a configuration with words and, perhaps, a block: the shape that nginx's files and Caddy's have in
/// common.
///
/// @param where  file and line
record Directive(List<String> words, List<Directive> block, String where) {
    Directive {
        words = List.copyOf(words);
        block = List.copyOf(block);
    }

    String name() {
        return words.isEmpty() ? "" : words.getFirst();
    }

    List<String> arguments() {
        return words.isEmpty() ? List.of() : words.subList(1, words.size());
    }

    String argument(int index) {
        return index + 1 < words.size() ? words.get(index + 1) : "";
    }

    /// Everything inside with this name, however deep.
    List<Directive> all(String name) {
        List<Directive> found = new ArrayList<>();
        walk(one -> {
            if (one.name().equals(name)) {
                found.add(one);
            }
        });
        return found;
    }

    private void walk(Consumer<Directive> visit) {
        for (Directive one : block) {
            visit.accept(one);
            one.walk(visit);
        }
    }
}
