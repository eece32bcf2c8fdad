package moltbot.contract.link;

import java.time.Duration;

/// Bounds of one link. Each end enforces the lengths and its own time for the handshake; how many connections there may
/// be is the server's bound, how long an answer and a connection may take the client's.
///
/// @param maxFrameBytes    longest frame of a body
/// @param maxHeadBytes     longest head of a request or reply
/// @param maxConnections   connections a server keeps at once; one more is closed at once
/// @param handshake        time to prove the capability
/// @param answer           time a plain question ([LinkClient#ask]) may take
/// @param connectPatience  how long a client waits for a peer that is starting
public record LinkLimits(
        int maxFrameBytes,
        int maxHeadBytes,
        int maxConnections,
        Duration handshake,
        Duration answer,
        Duration connectPatience) {
    public static final LinkLimits DEFAULT =
            new LinkLimits(1 << 20, 1 << 20, 256, Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(5));

    public LinkLimits withConnectPatience(Duration patience) {
        return new LinkLimits(maxFrameBytes, maxHeadBytes, maxConnections, handshake, answer, patience);
    }

    public LinkLimits withMaxConnections(int connections) {
        return new LinkLimits(maxFrameBytes, maxHeadBytes, connections, handshake, answer, connectPatience);
    }
}
