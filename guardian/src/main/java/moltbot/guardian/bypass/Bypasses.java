package moltbot.guardian.bypass;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import moltbot.contract.ContractException;
import moltbot.contract.bypass.BypassOrder;
import moltbot.contract.bypass.BypassVerifier;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.guardian.judge.Catalogue;
import moltbot.guardian.judge.Finding;

/// What the owner lets pass, and for how long still. Safe for use by several threads.
public final class Bypasses {
    private static final System.Logger LOG = System.getLogger("bypass");
    private static final int MAX_HELD = 64;
    private static final int MAX_SEEN = 256;
    private static final Duration SAVE_EVERY = Duration.ofMinutes(1);

    private final BypassVerifier verifier;
    private final BypassFile file;
    private final LongSupplier nanos;
    private final LongSupplier wallMillis;
    private final Set<String> seen = new LinkedHashSet<>();
    private volatile List<Bypass> held;
    private long savedNanos;

    /// @param orderKey  shared with the breaker
    /// @param ownKey    the guardian's own, for what it keeps
    public Bypasses(
            java.nio.file.Path folder, byte[] orderKey, byte[] ownKey, LongSupplier nanos, LongSupplier wallMillis)
            throws IOException {
        this.verifier = new BypassVerifier(orderKey, nanos);
        this.file = new BypassFile(folder, ownKey);
        this.nanos = nanos;
        this.wallMillis = wallMillis;
        this.held = List.copyOf(file.load(nanos.getAsLong(), wallMillis.getAsLong()));
        this.savedNanos = nanos.getAsLong();
    }

    /// What a finding counts as.
    public Finding effective(Finding finding) {
        return of(finding).isPresent() ? finding.bypassed() : finding;
    }

    /// The bypass that lets this finding pass.
    public Optional<Bypass> of(Finding finding) {
        if (!Catalogue.of(finding.check()).bypassable()) {
            return Optional.empty();
        }
        for (Bypass bypass : held) {
            if (bypass.covers(finding) && bypass.holds(nanos.getAsLong(), wallMillis.getAsLong())) {
                return Optional.of(bypass);
            }
        }
        return Optional.empty();
    }

    public JsonArray toJson() {
        return JsonArray.of(held.stream()
                .filter(bypass -> bypass.holds(nanos.getAsLong(), wallMillis.getAsLong()))
                .map(Bypass::toJson)
                .toList());
    }

    /// The owner's orders that are new, each once. None counts before it is obeyed.
    public synchronized List<BypassOrder> ordered(JsonObject answer) {
        List<BypassOrder> ordered = new ArrayList<>();
        for (String sealed : answer.listOr("orders", JsonArray.EMPTY).texts()) {
            if (seen.add(sealed)) {
                verified(sealed).ifPresent(ordered::add);
            }
        }
        while (seen.size() > MAX_SEEN) {
            seen.remove(seen.iterator().next());
        }
        return ordered;
    }

    private Optional<BypassOrder> verified(String sealed) {
        try {
            BypassOrder order = verifier.use(sealed).order();
            if (!Catalogue.has(order.check()) || !Catalogue.of(order.check()).bypassable()) {
                LOG.log(System.Logger.Level.WARNING, "An order to bypass {0} is refused.", order.check());
                return Optional.empty();
            }
            return Optional.of(order);
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "An order is refused: " + e.getMessage());
            return Optional.empty();
        }
    }

    /// Puts an order in force, or ends by it what was.
    public synchronized void obey(BypassOrder order) {
        List<Bypass> next = new ArrayList<>(held);
        next.removeIf(bypass -> bypass.check().equals(order.check())
                && (order.ends() || bypass.subject().equals(order.subject())));
        if (!order.ends()) {
            next.add(new Bypass(
                    order.id(),
                    order.check(),
                    order.subject(),
                    order.reason(),
                    wallMillis.getAsLong() + order.life().toMillis(),
                    nanos.getAsLong() + order.life().toNanos()));
        }
        held = List.copyOf(next.subList(Math.max(0, next.size() - MAX_HELD), next.size()));
        save();
    }

    /// Drops what has run out, and says what that was. To be called every now and then.
    public synchronized List<Bypass> expired() {
        List<Bypass> over = new ArrayList<>(held);
        over.removeIf(bypass -> bypass.holds(nanos.getAsLong(), wallMillis.getAsLong()));
        if (!over.isEmpty()) {
            List<Bypass> next = new ArrayList<>(held);
            next.removeAll(over);
            held = List.copyOf(next);
        }
        boolean due = !held.isEmpty() && nanos.getAsLong() - savedNanos > SAVE_EVERY.toNanos();
        if (!over.isEmpty() || due) {
            save();
        }
        return over;
    }

    /// What cannot be kept does not outlive this process, which is the safe side.
    private void save() {
        savedNanos = nanos.getAsLong();
        try {
            file.save(held, nanos.getAsLong(), wallMillis.getAsLong());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "The bypasses could not be kept; a restart ends them.", e);
        }
    }
}
