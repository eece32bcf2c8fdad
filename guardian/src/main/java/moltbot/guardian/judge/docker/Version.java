package moltbot.guardian.judge.docker;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of an engine or its parts: `28.2.2`, `20.10.24+dfsg1`, `1.4.0-rc.2`. What a distribution adds is left out,
/// so a fix that it took back into an older version is not known here.
record Version(int major, int minor, int patch, int candidate) implements Comparable<Version> {
    private static final Pattern SHAPE =
            Pattern.compile("v?([0-9]{1,4})\\.([0-9]{1,4})(?:\\.([0-9]{1,4}))?(?:-rc\\.?([0-9]{1,3}))?.*");

    static Optional<Version> parse(String text) {
        Matcher match = SHAPE.matcher(text.strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Version(
                Integer.parseInt(match.group(1)),
                Integer.parseInt(match.group(2)),
                match.group(3) == null ? 0 : Integer.parseInt(match.group(3)),
                match.group(4) == null ? Integer.MAX_VALUE : Integer.parseInt(match.group(4))));
    }

    static Version of(int major, int minor, int patch) {
        return new Version(major, minor, patch, Integer.MAX_VALUE);
    }

    boolean below(Version other) {
        return compareTo(other) < 0;
    }

    boolean within(Version from, Version below) {
        return compareTo(from) >= 0 && below(below);
    }

    @Override
    public int compareTo(Version other) {
        int[] mine = {major, minor, patch, candidate};
        int[] theirs = {other.major, other.minor, other.patch, other.candidate};
        return java.util.Arrays.compare(mine, theirs);
    }
}
