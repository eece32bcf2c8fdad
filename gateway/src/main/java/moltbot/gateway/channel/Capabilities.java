package moltbot.gateway.channel;

import java.time.Duration;

/// What a messenger can do; nothing else is asked of it.
///
/// @param maxChars      the longest text of one message, in UTF-16 units
/// @param groups        whether there are groups, in which the assistant can be mentioned
/// @param threads       whether a group can have threads, which are talks of their own
/// @param quickReplies  how many answers can be offered with a message to one person; 0 where none can
/// @param quotes        whether a message can be shown as the answer to another
/// @param changes       how often a message to one person can be changed; 0 where none can
/// @param pause         at least so long between two changes
public record Capabilities(
        int maxChars, boolean groups, boolean threads, int quickReplies, boolean quotes, int changes, Duration pause) {
    public Capabilities {
        if (maxChars < 64) {
            throw new IllegalArgumentException("A message holds at least 64 characters.");
        }
    }

    /// Words alone.
    public Capabilities(int maxChars, boolean groups, boolean threads) {
        this(maxChars, groups, threads, 0, false, 0, Duration.ZERO);
    }

    /// With answers that can be tapped.
    public Capabilities offering(int most) {
        return new Capabilities(maxChars, groups, threads, most, quotes, changes, pause);
    }

    /// With answers that show what they answer.
    public Capabilities quoting() {
        return new Capabilities(maxChars, groups, threads, quickReplies, true, changes, pause);
    }

    /// With messages that can be changed.
    public Capabilities changing(int most, Duration atLeast) {
        return new Capabilities(maxChars, groups, threads, quickReplies, quotes, most, atLeast);
    }
}
