package moltbot.gateway.speech;

/// Writes down what is said in a voice message. Safe for several threads.
@FunctionalInterface
public interface Transcriber {
    /// What is said, or heard as said; empty where nothing is.
    ///
    /// Refuses with `no-transcript`, whose message ends a sentence for the person, where it cannot be told.
    ///
    /// @param kind  of sound ([Audio#kind])
    String transcribe(byte[] sound, String kind) throws InterruptedException;
}
