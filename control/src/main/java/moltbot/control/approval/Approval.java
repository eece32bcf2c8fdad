package moltbot.control.approval;

import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.control.policy.Effect;

/// One question to a person about one effect. Its state changes once, from pending, under the lock of [Approvals].
final class Approval {
    /// What became of the question.
    enum State {
        PENDING,
        APPROVED,
        DENIED,
        EXPIRED,
        /// The breaker tripped while it waited.
        VOIDED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String word) {
            for (State state : values()) {
                if (state.word().equals(word)) {
                    return state;
                }
            }
            throw ContractException.malformed("An approval is in an unknown state.");
        }
    }

    /// The grant made for a yes: always the same id, so that it is used once however often it is handed over.
    record Issue(String grant, String bootId, long firstNanos) {}

    private final String id;
    private final Effect effect;
    private final String why;
    private final Instant expires;
    private final long epoch;
    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile State state = State.PENDING;
    private volatile boolean spent;
    private volatile Issue issue = new Issue("", "", 0);

    Approval(String id, Effect effect, String why, Instant expires, long epoch) {
        this.id = id;
        this.effect = effect;
        this.why = why;
        this.expires = expires;
        this.epoch = epoch;
    }

    String id() {
        return id;
    }

    Effect effect() {
        return effect;
    }

    String why() {
        return why;
    }

    Instant expires() {
        return expires;
    }

    /// The breaker's epoch it was asked in, outside of which it counts for nothing.
    long epoch() {
        return epoch;
    }

    State state() {
        return state;
    }

    CountDownLatch answered() {
        return answered;
    }

    void become(State answer) {
        state = answer;
        answered.countDown();
    }

    boolean spent() {
        return spent;
    }

    void spend() {
        spent = true;
    }

    Issue issue() {
        return issue;
    }

    void issued(Issue made) {
        issue = made;
    }

    JsonObject asked() {
        return JsonObject.with("op", "asked")
                .with("approval", id)
                .with("why", why)
                .with("expires", expires.toEpochMilli())
                .with("epoch", epoch)
                .with("call", effect.call())
                .with("session", effect.session())
                .with("turn", effect.turn())
                .with("tool", effect.tool())
                .with("effect", effect.effect())
                .with("shows", effect.shows())
                .with("digest", effect.digest())
                .build();
    }

    static Approval fromJson(JsonObject json) {
        return new Approval(
                json.text("approval"),
                Effect.fromJson(json),
                json.text("why"),
                Instant.ofEpochMilli(json.number("expires")),
                json.numberOr("epoch", 0));
    }
}
