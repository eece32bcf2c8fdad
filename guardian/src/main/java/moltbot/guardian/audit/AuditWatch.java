package moltbot.guardian.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.guardian.fact.Observation;
import org.jspecify.annotations.Nullable;

/// Asks control for the end of its audit, and keeps it. The audit may only grow: what was its end once is in it for
/// ever.
/// When control begins a new life, and now and then, it has the whole chain read against the head that was kept. One
/// thread.
public final class AuditWatch {
    private static final Duration WHOLE_EVERY = Duration.ofMinutes(10);

    private final LinkClient control;
    private final HeadFile file;
    private final LongSupplier nanos;
    private @Nullable AuditHead kept;
    private boolean whole = true;
    private long wholeNanos;
    private String broken = "";

    public AuditWatch(LinkClient control, Path folder, byte[] ownKey, Clock clock, LongSupplier nanos) {
        this.control = control;
        this.file = new HeadFile(folder, ownKey, clock);
        this.nanos = nanos;
    }

    /// What is wrong with the audit, or empty.
    public Observation<String> observe() {
        try {
            AuditHead before = kept == null ? file.newest() : kept;
            kept = before;
            boolean due = whole || nanos.getAsLong() - wholeNanos > WHOLE_EVERY.toNanos();
            JsonObject answer = control.ask(due ? "audit.verify" : "audit.head", before.toJson());
            if (due) {
                whole = false;
                wholeNanos = nanos.getAsLong();
                broken = answer.flag("ok") ? "" : answer.text("problem");
            }
            return broken.isEmpty() ? grown(before, AuditHead.of(answer)) : new Observation.Seen<>(broken);
        } catch (IOException e) {
            return new Observation.Seen<>(String.valueOf(e.getMessage()));
        } catch (ContractException e) {
            whole = true;
            // While control is not there nothing is written, and nothing is done either.
            return e.code() == ContractException.Code.UNAVAILABLE || e.code() == ContractException.Code.LOST
                    ? new Observation.Seen<>("")
                    : new Observation.Unobservable<>("The audit could not be looked at: " + e.getMessage());
        }
    }

    private Observation<String> grown(AuditHead before, AuditHead now) throws IOException {
        if (now.count() < before.count()) {
            return new Observation.Seen<>(
                    "The audit has " + now.count() + " records; it had " + before.count() + " before.");
        } else if (now.count() == before.count() && !now.hash().equals(before.hash())) {
            return new Observation.Seen<>("The last record of the audit is not the one that was seen before.");
        }
        if (now.count() > before.count()) {
            file.append(now);
            kept = now;
        }
        return new Observation.Seen<>("");
    }
}
