package moltbot.breaker.operate;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import org.jspecify.annotations.Nullable;

/// The guardian's report as it last told it, kept in memory for the owner to read: the guardian itself listens nowhere.
/// Nothing is decided by it. Safe for use by several threads.
public final class Guard {
    static final int MAX_BYTES = 512 << 10;

    private record Told(JsonObject report, long atNanos) {}

    private final LongSupplier nanos;
    private volatile @Nullable Told told;

    public Guard(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void told(byte[] report) {
        told = new Told(JsonObject.parse(report), nanos.getAsLong());
    }

    /// With `reportAgeMillis`, how long ago the guardian told it. Refused as `no-report` while it has told none.
    public JsonObject report() {
        Told last = told;
        if (last == null) {
            throw ContractException.refused(
                    "no-report",
                    "The guardian has reported nothing yet, so nothing is let through. Try again in a moment;"
                            + " ./moltbot logs guardian says what it does.");
        }
        return last.report().toBuilder()
                .with(
                        "reportAgeMillis",
                        Duration.ofNanos(nanos.getAsLong() - last.atNanos()).toMillis())
                .build();
    }

    /// The owner's bypasses in force, as the guardian told them.
    public JsonArray bypasses() {
        return Optional.ofNullable(told)
                .map(last -> last.report().listOr("bypasses", JsonArray.EMPTY))
                .orElse(JsonArray.EMPTY);
    }

    /// How many findings stand, warnings included.
    long findings() {
        Told last = told;
        long findings = 0;
        if (last != null) {
            for (JsonObject rule :
                    last.report().listOr("rules", JsonArray.EMPTY).objects()) {
                findings += rule.numberOr("found", 0);
            }
        }
        return findings;
    }

    JsonValue summary() {
        return JsonObject.with("findings", findings())
                .with("bypasses", bypasses())
                .build();
    }
}
