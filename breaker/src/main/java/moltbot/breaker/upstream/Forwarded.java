package moltbot.breaker.upstream;

/// What became of a request that was handed on.
public sealed interface Forwarded {
    /// It was answered, or nobody is there any more to be answered.
    record Done() implements Forwarded {}

    /// Permission ended before an answer began.
    record Cut() implements Forwarded {}

    /// No answer began; the breaker has to say why.
    ///
    /// @param status   for the answer
    /// @param reason   stable word
    /// @param message  what happened, what is safe, what next
    record Failed(int status, String reason, String message) implements Forwarded {}
}
