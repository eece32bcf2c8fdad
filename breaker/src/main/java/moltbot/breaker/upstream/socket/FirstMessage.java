package moltbot.breaker.upstream.socket;

/// Replaces the first message a browser sends on a WebSocket, such as one that carries a credential.
@FunctionalInterface
public interface FirstMessage {
    /// What goes to the panel instead. Throws [FrameReader.Violation] (by [#refuse]) for a message that may not
    /// be the first.
    byte[] replace(byte[] message);

    /// A message that may not be the first.
    static RuntimeException refuse(String what) {
        return new FrameReader.Violation(what);
    }
}
