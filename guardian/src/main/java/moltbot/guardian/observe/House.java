package moltbot.guardian.observe;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How our processes are told from the owner's others: everything below the supervisor, and everything that runs as one
/// of the users which belong to the house alone.
///
/// @param supervisor  its process id
/// @param uids        the compartments' own users; empty where all share the owner's
public record House(long supervisor, Set<Long> uids) {
    private static final int PREFIX = "moltbot.".length();
    private static final int SUFFIX = ".Main".length();

    public House {
        uids = Set.copyOf(uids);
    }

    boolean ownsUser(long uid) {
        return uids.contains(uid);
    }

    /// The compartment that a process is by its arguments, or null.
    static @Nullable String compartment(Iterable<String> arguments) {
        for (String argument : arguments) {
            int slash = argument.indexOf('/');
            String main = argument.substring(slash + 1);
            if (main.startsWith("moltbot.") && main.endsWith(".Main") && main.length() > PREFIX + SUFFIX) {
                String name = main.substring(PREFIX, main.length() - SUFFIX);
                if (slash < 0 || argument.startsWith("moltbot." + name + "/")) {
                    return name;
                }
            }
        }
        return null;
    }

    /// Only the breaker may listen.
    ///
    /// @param directChild  true where its parent is the supervisor itself: what a compartment starts is none
    boolean isBreaker(@Nullable String compartment, boolean directChild) {
        return "breaker".equals(compartment) && (directChild || !uids.isEmpty());
    }
}
