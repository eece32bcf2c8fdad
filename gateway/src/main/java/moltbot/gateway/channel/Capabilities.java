package moltbot.gateway.channel;

/// What a messenger can do; nothing else is asked of it.
///
/// @param maxChars  the longest text of one message, in UTF-16 units
/// @param groups    whether there are groups, in which the assistant can be mentioned
/// @param threads   whether a group can have threads, which are talks of their own
public record Capabilities(int maxChars, boolean groups, boolean threads) {
    public Capabilities {
        if (maxChars < 64) {
            throw new IllegalArgumentException("A message holds at least 64 characters.");
        }
    }
}
