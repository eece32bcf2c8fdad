package moltbot.control.panel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One line of the route table.
///
/// @param method   the only method it takes
/// @param pattern  a path; `*` stands for one part of it
record Route(String method, List<String> pattern, Handler handler) {
    /// Answers by returning a reply, or by itself.
    @FunctionalInterface
    interface Handler {
        @Nullable
        Reply handle(Request request) throws InterruptedException;
    }

    static Route get(String pattern, Handler handler) {
        return new Route("GET", parts(pattern), handler);
    }

    static Route post(String pattern, Handler handler) {
        return new Route("POST", parts(pattern), handler);
    }

    static List<String> parts(String path) {
        List<String> parts = new ArrayList<>(5);
        int from = 1;
        int slash;
        while ((slash = path.indexOf('/', from)) >= 0) {
            parts.add(path.substring(from, slash));
            from = slash + 1;
        }
        parts.add(path.substring(Math.min(from, path.length())));
        return parts;
    }

    /// The open parts, or null where the path is another.
    @Nullable
    List<String> match(List<String> path) {
        if (path.size() != pattern.size()) {
            return null;
        }
        List<String> words = new ArrayList<>(1);
        for (int i = 0; i < path.size(); i++) {
            String part = pattern.get(i);
            if (part.equals("*")) {
                words.add(path.get(i));
            } else if (!part.equals(path.get(i))) {
                return null;
            }
        }
        return words;
    }
}
