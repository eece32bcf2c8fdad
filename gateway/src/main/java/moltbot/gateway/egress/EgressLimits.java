package moltbot.gateway.egress;

import java.time.Duration;

/// Bounds of every request that leaves the house.
///
/// @param connect           time to connect, TLS included
/// @param firstByte         time from the request to the head of the answer
/// @param idle              longest silence inside an answer
/// @param maxLineBytes      longest line of a streamed answer
/// @param maxResponseBytes  longest answer
public record EgressLimits(
        Duration connect, Duration firstByte, Duration idle, int maxLineBytes, long maxResponseBytes) {
    public static final EgressLimits DEFAULT =
            new EgressLimits(Duration.ofSeconds(4), Duration.ofMinutes(5), Duration.ofSeconds(90), 1 << 20, 32L << 20);
}
