package moltbot.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// What a test needs of the machine. `scripts/test-setup` installs it on Linux, so there it is a failure where it is
/// missing: a test that is skipped shows nothing, and nobody reads that it was. Only a developer's own machine, by
/// `-Dmoltbot.developer=true`, and another system than Linux may go without; then it is said and the test is skipped.
public final class Needed {
    private static final List<Path> PLACES = List.of(
            Path.of("/usr/local/bin"),
            Path.of("/usr/bin"),
            Path.of("/usr/sbin"),
            Path.of("/bin"),
            Path.of("/sbin"));

    private Needed() {}

    /// Programs by name.
    public static void programs(String... names) {
        for (String name : names) {
            that(
                    PLACES.stream().anyMatch(place -> Files.isExecutable(place.resolve(name))),
                    name + " is not installed; scripts/test-setup does that");
        }
    }

    /// To be root. Who is not may run the tests all the same, but for a build server.
    public static void root() {
        boolean root;
        try {
            root = Integer.valueOf(0)
                    .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid", LinkOption.NOFOLLOW_LINKS));
        } catch (IOException | UnsupportedOperationException e) {
            root = false;
        }
        if (!root && System.getenv("CI") == null) {
            skip("only root can do this");
        }
        that(root, "only root can do this");
    }

    /// Anything else.
    ///
    /// @param what  what is not there, if it is not
    public static void that(boolean there, String what) {
        if (!there) {
            boolean mayGoWithout =
                    Boolean.getBoolean("moltbot.developer") || !System.getProperty("os.name").equals("Linux");
            if (mayGoWithout) {
                skip(what);
            }
            throw new AssertionError("This cannot be tested: " + what
                    + ". On a machine of your own, -Dmoltbot.developer=true skips what cannot be tested there.");
        }
    }

    /// What is too large for every machine, and so only done where it is asked for.
    ///
    /// @param property  the system property that asks
    /// @param how       what has to be done for it
    public static void askedFor(String property, String how) {
        if (!Boolean.getBoolean(property)) {
            skip("it has to be asked for, by -D" + property + "=true; " + how);
        }
    }

    private static void skip(String what) {
        System.err.println("NOT TESTED: " + what + ".");
        Assumptions.abort(what);
    }
}
