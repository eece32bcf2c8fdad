package moltbot.gateway.model.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;

/// The conversation as the demo sees it: the last thing the person wrote, and what the tools gave back since then.
///
/// @param wish     what the person wrote last
/// @param results  of the tools called since, in order
/// @param tools    whether there are tools at all right now
record DemoTalk(String wish, List<Content.ToolResult> results, boolean tools) {
    static DemoTalk of(ModelRequest request) {
        String wish = "";
        List<Content.ToolResult> results = new ArrayList<>();
        for (ModelMessage message : request.messages()) {
            for (Content content : message.content()) {
                if (content instanceof Content.ToolResult result) {
                    results.add(result);
                } else if (message.role() == ModelMessage.Role.USER && content instanceof Content.Text(String text)) {
                    wish = text;
                    results.clear();
                }
            }
        }
        return new DemoTalk(wish.strip(), List.copyOf(results), !request.tools().isEmpty());
    }

    int step() {
        return results.size();
    }

    /// What the tool called last gave back.
    Content.ToolResult last() {
        return results.getLast();
    }

    /// True if the wish has one of these words.
    boolean mentions(String... words) {
        Set<String> spoken = new TreeSet<>();
        for (String word : wish.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1)) {
            spoken.add(word);
        }
        for (String word : words) {
            if (spoken.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /// The file named after the word `read`; empty if none is.
    String fileToRead() {
        String[] words = wish.split("\\s+", -1);
        for (int i = 0; i + 1 < words.length; i++) {
            String path = trimmed(words[i + 1]);
            boolean likely = (i == 0 && words.length == 2) || path.contains(".") || path.contains("/");
            if (trimmed(words[i]).equalsIgnoreCase("read") && likely) {
                return path;
            }
        }
        return "";
    }

    /// The first web address in the wish; empty if there is none.
    String address() {
        for (String word : wish.split("\\s+", -1)) {
            String address = trimmed(word);
            if (address.startsWith("https://") || address.startsWith("http://")) {
                return address;
            }
        }
        return "";
    }

    /// Without the quotes around it and the punctuation after it.
    private static String trimmed(String word) {
        int from = 0;
        int to = word.length();
        while (from < to && "\"'`(".indexOf(word.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && "\"'`),.;:!?".indexOf(word.charAt(to - 1)) >= 0) {
            to--;
        }
        return word.substring(from, to);
    }
}
