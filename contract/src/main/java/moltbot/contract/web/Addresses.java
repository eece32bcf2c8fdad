package moltbot.contract.web;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;

/// The addresses of pages in a text.
public final class Addresses {
    private static final int MOST = 2_000;
    private static final Pattern WHOLE =
            Pattern.compile("https?://[^\\s<>\"'`|\\\\^{}\\[\\]]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern BARE = Pattern.compile(
            "(?<![\\w@./-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.){1,10}[a-z]{2,24}(?:/[^\\s<>\"'`|\\\\^{}\\[\\]]*)?(?![\\w@-])",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern FILE = Pattern.compile(
            "[^/]*\\.(?:py|md|sh|rs|js|ts|go|java|txt|json|yaml|yml|toml|html|css|zip|mov|app)",
            Pattern.CASE_INSENSITIVE);

    private Addresses() {}

    /// Every whole address, in the one spelling.
    public static Set<String> in(String text) {
        Set<String> found = new HashSet<>();
        collect(WHOLE.matcher(text), "", found);
        return found;
    }

    /// Also those that a person writes without `https://`; not what is more likely the name of a file.
    public static Set<String> saidIn(String text) {
        Set<String> found = in(text);
        collect(BARE.matcher(WHOLE.matcher(text).replaceAll(" ")), "https://", found);
        return found;
    }

    private static void collect(Matcher matcher, String prefix, Set<String> found) {
        while (matcher.find() && found.size() < MOST) {
            String address = ended(matcher.group());
            if (!prefix.isEmpty() && FILE.matcher(address).matches()) {
                continue;
            }
            try {
                found.add(WebFetch.canonical(prefix + address));
            } catch (ContractException e) {
                // A text may hold what only looks like one.
                continue;
            }
        }
    }

    /// Without the signs that end the sentence or the bracket around it.
    private static String ended(String address) {
        int end = address.length();
        while (end > 0 && isEnd(address.substring(0, end))) {
            end--;
        }
        return address.substring(0, end);
    }

    private static boolean isEnd(String address) {
        char last = address.charAt(address.length() - 1);
        return ".,;:!?*_~".indexOf(last) >= 0 || (last == ')' && count(address, ')') > count(address, '('));
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }
}
