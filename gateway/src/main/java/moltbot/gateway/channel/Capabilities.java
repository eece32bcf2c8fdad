package moltbot.gateway.channel;

/// What a messenger can do; nothing else is asked of it.
///
/// @param maxChars  the longest text of one message, in UTF-16 units
/// @param groups    whether there are groups, in which the assistant can be mentioned
public record Capabilities(int maxChars, boolean groups) {
    public Capabilities {
        if (maxChars < 64) {
            throw new IllegalArgumentException("A message holds at least 64 characters.");
        }
    }
}
