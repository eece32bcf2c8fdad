package moltbot.gateway.egress.task;

import java.util.List;
import java.util.stream.Collectors;
import moltbot.contract.sandbox.NetworkRule;

/// Judges where a request goes by one task's rules. Pure; safe for use by several threads.
///
/// @param rules  as they were approved
record Rules(List<NetworkRule> rules) {
    private static final String PLAIN = "-._~!$&'()*+,=:@/";

    Rules {
        rules = List.copyOf(rules);
    }

    /// Refuses an origin that no rule names; for a tunnel, of which nothing else is known yet.
    void requireOrigin(String origin) throws Refusal {
        if (rules.stream().noneMatch(rule -> rule.origin().equals(origin))) {
            throw Refusal.forbidden(origin + " is not on this task's list.");
        }
    }

    /// The rule that lets this request through: the first that fits.
    ///
    /// @param target  path and query, as they were written
    NetworkRule judge(String method, String origin, String target) throws Refusal {
        requireOrigin(origin);
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        boolean reached = false;
        for (NetworkRule rule : rules) {
            if (rule.origin().equals(origin) && covers(rule.path(), path)) {
                if (rule.methods().contains(method)) {
                    return rule;
                }
                reached = true;
            }
        }
        throw reached
                ? Refusal.forbidden("This task may not ask " + origin + " by " + method + " there.")
                : Refusal.forbidden(
                        "This path of " + origin + " is not on this task's list, or could be read as another"
                                + " (dots, double slashes and needless % are refused below a narrower rule than /).");
    }

    /// A path that could be read in two ways is only let through where every path is.
    static boolean covers(String prefix, String path) {
        if (prefix.equals("/")) {
            return true;
        }
        if (!unambiguous(path) || !path.startsWith(prefix)) {
            return false;
        }
        return prefix.endsWith("/") || path.length() == prefix.length() || path.charAt(prefix.length()) == '/';
    }

    private static boolean unambiguous(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                int value = i + 2 < path.length() ? hex(path, i + 1) : -1;
                if (value < 0x80 && !rightlyEscaped(value)) {
                    return false;
                }
                i += 2;
            } else if (!(letterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
                return false;
            }
        }
        for (String part : path.substring(1).split("/", -1)) {
            if (part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return !path.contains("//");
    }

    private static boolean letterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /// Only what has to be escaped and means nothing to anybody: a space, a quote, brackets.
    private static boolean rightlyEscaped(int value) {
        return " \"<>[]^`{|}".indexOf(value) >= 0;
    }

    private static int hex(String text, int at) {
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    /// For people: what is allowed.
    String describe() {
        return rules.stream()
                .map(rule -> String.join(",", rule.methods()) + " " + rule.origin() + rule.path())
                .collect(Collectors.joining("; "));
    }
}
