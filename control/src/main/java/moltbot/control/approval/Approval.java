package moltbot.control.approval;

import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.control.policy.Effect;
import moltbot.control.policy.Standing;

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
    private final boolean onceForAll;
    private final Instant expires;
    private final long epoch;
    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile State state = State.PENDING;
    private volatile boolean spent;
    private volatile String by = "";
    private volatile Issue issue = new Issue("", "", 0);

    /// @param onceForAll  true if "always" may be said to it
    Approval(String id, Effect effect, String why, boolean onceForAll, Instant expires, long epoch) {
        this.id = id;
        this.effect = effect;
        this.why = why;
        this.onceForAll = onceForAll;
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

    /// By whom it was answered, as the audit has it; empty where it was not, or long ago.
    String by() {
        return by;
    }

    void become(State answer, String answeredBy) {
        by = answeredBy;
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

    /// What "always" would mean here.
    Standing.Offer offer() {
        return onceForAll ? Standing.offer(effect) : Standing.Offer.EACH_TIME;
    }

    JsonObject asked() {
        return JsonObject.with("op", "asked")
                .with("approval", id)
                .with("why", why)
                .with("onceForAll", onceForAll)
                .with("expires", expires.toEpochMilli())
                .with("epoch", epoch)
                .with("call", effect.call())
                .with("sender", effect.sender())
                .with("session", effect.session())
                .with("turn", effect.turn())
                .with("tool", effect.tool())
                .with("effect", effect.effect())
                .with("shows", effect.shows())
                .with("digest", effect.digest())
                .with("label", effect.label().toJson())
                .with("task", effect.task())
                .build();
    }

    static Approval fromJson(JsonObject json) {
        // Before there were labels, every conversation was the owner's.
        JsonObject effect = json.has("label")
                ? json
                : json.toBuilder()
                        .with("sender", "owner")
                        .with("label", Label.WORST.toJson())
                        .build();
        return new Approval(
                json.text("approval"),
                Effect.fromJson(effect),
                json.text("why"),
                json.flagOr("onceForAll", false),
                Instant.ofEpochMilli(json.number("expires")),
                json.numberOr("epoch", 0));
    }
}
