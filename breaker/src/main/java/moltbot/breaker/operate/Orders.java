package moltbot.breaker.operate;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongSupplier;
import moltbot.contract.ContractException;
import moltbot.contract.bypass.BypassOrder;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// The owner's orders to the guardian, sealed and kept until it has fetched them. Safe for use by several threads.
public final class Orders {
    private static final int MAX_WAITING = 32;

    private record Waiting(String sealed, long nanos) {}

    private final byte[] key;
    private final Guard guard;
    private final LongSupplier nanos;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /// @param key  shared with the guardian alone
    public Orders(byte[] key, Guard guard, LongSupplier nanos, InstantSource clock) {
        this.key = key.clone();
        this.guard = guard;
        this.nanos = nanos;
        this.clock = clock;
    }

    /// Seals an order, whose giver has been asked for their second factor before.
    ///
    /// @param head  `check`, `subject`, `reason`, `lifeMillis`; a life of 0 ends
    synchronized JsonObject give(JsonObject head) {
        Duration life = Duration.ofMillis(head.number("lifeMillis"));
        String reason = head.textOr("reason", "").strip();
        String subject = head.textOr("subject", "");
        requireBypassable(head.text("check"));
        if (life.isNegative() || life.compareTo(BypassOrder.MAX_LIFE) > 0) {
            throw ContractException.refused("too-long", "A bypass lasts at most 30 days. Nothing was changed.");
        }
        if (!life.isZero() && (reason.isEmpty() || reason.length() > BypassOrder.MAX_TEXT)) {
            throw ContractException.refused("no-reason", "A bypass needs a reason of at most 300 characters.");
        }
        if (waiting.size() >= MAX_WAITING || subject.length() > BypassOrder.MAX_TEXT) {
            throw ContractException.refused(
                    "too-many", "The guardian has not taken the orders before. Try again soon.");
        }
        byte[] id = new byte[16];
        random.nextBytes(id);
        BypassOrder order = new BypassOrder(
                HexFormat.of().formatHex(id), head.text("check"), subject, reason, life, nanos.getAsLong());
        waiting.add(new Waiting(order.seal(key), nanos.getAsLong()));
        return JsonObject.with("id", order.id())
                .with("until", clock.instant().plus(life).toString())
                .build();
    }

    /// The guardian's own word, as it reported it; it checks again itself.
    private void requireBypassable(String check) {
        List<JsonObject> rules = guard.report().list("rules").objects();
        for (JsonObject rule : rules) {
            if (rule.text("id").equals(check)) {
                if (!rule.flag("bypassable")) {
                    throw ContractException.refused(
                            "never-bypassed",
                            "The check " + check
                                    + " shows that strangers get in, or is what the guard itself rests on; it"
                                    + " cannot be bypassed. Nothing was changed.");
                }
                return;
            }
        }
        throw ContractException.refused(
                "unknown-check", "The guard has no check of that name. See ./moltbot guardian report.");
    }

    /// For the guardian: everything it may not have seen yet.
    synchronized JsonObject waiting() {
        while (!waiting.isEmpty() && nanos.getAsLong() - waiting.peek().nanos() > BypassOrder.MAX_WAIT.toNanos()) {
            waiting.remove();
        }
        return JsonObject.with(
                        "orders",
                        JsonArray.ofTexts(waiting.stream().map(Waiting::sealed).toList()))
                .build();
    }
}
