package moltbot.breaker.stage;

import moltbot.breaker.exchange.Answer;

/// What a stage says of a visit.
public sealed interface Verdict {
    Verdict NEXT = new Next();
    Verdict DONE = new Done();

    /// Nothing to object to: the next stage.
    record Next() implements Verdict {}

    /// Here it ends, with this answer.
    record Answered(Answer answer) implements Verdict {}

    /// Here it ended; the answer has been sent.
    record Done() implements Verdict {}

    static Verdict error(int status, String reason, String message) {
        return new Answered(Answer.error(status, reason, message));
    }
}
