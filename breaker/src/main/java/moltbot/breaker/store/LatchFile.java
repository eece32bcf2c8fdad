package moltbot.breaker.store;

import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import moltbot.breaker.circuit.Latch;
import moltbot.breaker.circuit.Latches;
import moltbot.breaker.circuit.Trip;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// The latch in `circuit.json`. A file that cannot be understood is itself a trip: somebody has to look.
public final class LatchFile implements Latches {
    private final JsonFile file;
    private final Clock clock;

    public LatchFile(Path folder, Clock clock) {
        this.file = new JsonFile(folder, "circuit.json");
        this.clock = clock;
    }

    @Override
    public Latch load() {
        try {
            return file.read().map(LatchFile::fromJson).orElse(Latch.NONE);
        } catch (ContractException | DateTimeException e) {
            if (e instanceof ContractException c && c.code() == Code.UNAVAILABLE) {
                throw c;
            }
            return unreadable(String.valueOf(e.getMessage()));
        }
    }

    /// The epoch is unknown, so it is set where no earlier one can have been: after the present second. What it
    /// said of an exposure is unknown too.
    private Latch unreadable(String evidence) {
        Instant now = clock.instant();
        long epoch = now.getEpochSecond();
        String reason = "The file that remembers whether the breaker tripped cannot be read.";
        Trip trip = new Trip("unreadable", "latch", reason, evidence, true, now, epoch, "", 0);
        return new Latch(epoch, Optional.of(trip));
    }

    @Override
    public void save(Latch latch) {
        JsonValue trip = latch.trip().<JsonValue>map(LatchFile::toJson).orElse(JsonValue.NULL);
        file.write(JsonObject.with("epoch", latch.epoch()).with("trip", trip));
    }

    private static JsonObject toJson(Trip trip) {
        return JsonObject.with("id", trip.id())
                .with("check", trip.check())
                .with("reason", trip.reason())
                .with("evidence", trip.evidence())
                .with("exposure", trip.exposure())
                .with("at", trip.at().toString())
                .with("epoch", trip.epoch())
                .with("life", trip.life())
                .with("nanos", trip.nanos())
                .build();
    }

    private static Latch fromJson(JsonObject json) {
        Optional<Trip> trip = json.has("trip") ? Optional.of(trip(json.object("trip"))) : Optional.empty();
        return new Latch(json.number("epoch"), trip);
    }

    /// A latch of an earlier version does not tell whether it exposes: then it is taken to.
    private static Trip trip(JsonObject json) {
        return new Trip(
                json.text("id"),
                json.text("check"),
                json.text("reason"),
                json.text("evidence"),
                json.flagOr("exposure", true),
                Instant.parse(json.text("at")),
                json.number("epoch"),
                json.text("life"),
                json.number("nanos"));
    }
}
