package moltbot.guardian.act;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import moltbot.contract.ContractException;
import moltbot.contract.bypass.BypassOrder;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;

/// Has the owner's bypasses recorded in control's audit, on a thread of its own. None begins before its record is on
/// disk: one that cannot be recorded within a minute is dropped. What ends is told until control has heard, and counts
/// meanwhile. Safe for use by several threads.
public final class AuditTrail implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("trail");
    private static final Duration AGAIN = Duration.ofMillis(250);
    private static final int MAX_WAITING = 128;

    /// One record on its way. The owner may order the same twice, so each is only itself.
    private static final class Entry {
        private final JsonObject record;
        private final Optional<Runnable> then;
        private final long sinceNanos;
        /// The owner ended what was to begin.
        private volatile boolean voided;

        Entry(JsonObject record, Optional<Runnable> then, long sinceNanos) {
            this.record = record;
            this.then = then;
            this.sinceNanos = sinceNanos;
        }
    }

    private final Optional<LinkClient> control;
    private final LongSupplier nanos;
    private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    /// From the order until it is decided, so that none is between two places while the owner ends it.
    private final List<Entry> beginning = new ArrayList<>();

    private final Thread thread;

    /// @param control  empty where there is none, and so no audit: in front of another program's panel
    public AuditTrail(Optional<LinkClient> control, LongSupplier nanos) {
        this.control = control;
        this.nanos = nanos;
        this.thread = Thread.ofVirtual().name("act-trail").start(this::work);
    }

    /// Records that a bypass begins, then lets it.
    public synchronized void begins(BypassOrder order, Runnable then) {
        JsonObject record = record("began", order.id(), order.check(), order.subject(), order.reason())
                .with("lifeMillis", order.life().toMillis())
                .build();
        Entry entry = new Entry(record, Optional.of(then), nanos.getAsLong());
        beginning.add(entry);
        if (!add(entry)) {
            beginning.remove(entry);
        }
    }

    /// The owner ends what a check lets pass: what still waits to begin does not begin any more.
    public synchronized void forget(String check) {
        for (Entry entry : beginning) {
            if (entry.record.text("check").equals(check)) {
                entry.voided = true;
            }
        }
    }

    /// Records that a bypass is over.
    ///
    /// @param how  `ended` by the owner, or `over` by its time
    public void over(String how, String id, String check, String subject, String reason) {
        add(new Entry(record(how, id, check, subject, reason).build(), Optional.empty(), nanos.getAsLong()));
    }

    private static JsonObject.Builder record(String how, String id, String check, String subject, String reason) {
        return JsonObject.with("what", how)
                .with("id", id)
                .with("check", check)
                .with("subject", subject)
                .with("reason", reason);
    }

    /// True where it waits for its turn.
    private boolean add(Entry entry) {
        if (control.isEmpty()) {
            entry.then.ifPresent(Runnable::run);
            return false;
        }
        boolean waits = waiting.offer(entry);
        if (!waits) {
            LOG.log(System.Logger.Level.ERROR, "Too many records wait for the audit; one is only in the history.");
        }
        return waits;
    }

    private void work() {
        try {
            while (control.isPresent()) {
                Entry entry = waiting.take();
                boolean recorded = recorded(control.get(), entry);
                if (!began(entry, recorded) && recorded) {
                    // The audit says that it began: it says, too, that it did not last.
                    JsonObject record = entry.record;
                    over(
                            "over",
                            record.text("id"),
                            record.text("check"),
                            record.text("subject"),
                            record.text("reason"));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// False where it was to begin and must not any more.
    private synchronized boolean began(Entry entry, boolean recorded) {
        beginning.remove(entry);
        if (!recorded || entry.voided || late(entry)) {
            return false;
        }
        entry.then.ifPresent(Runnable::run);
        return true;
    }

    private boolean recorded(LinkClient link, Entry entry) throws InterruptedException {
        boolean said = false;
        while (!entry.voided) {
            try {
                link.ask("guardian.bypass", entry.record);
                return true;
            } catch (ContractException e) {
                if (!said) {
                    said = true;
                    LOG.log(System.Logger.Level.WARNING, "A bypass is not in the audit yet: " + e.getMessage());
                }
                if (late(entry)) {
                    LOG.log(
                            System.Logger.Level.ERROR,
                            "The bypass of {0} could not be recorded, so it does not begin.",
                            entry.record.text("check"));
                    return false;
                }
                TimeUnit.NANOSECONDS.sleep(AGAIN.toNanos());
            }
        }
        return false;
    }

    private boolean late(Entry entry) {
        return entry.then.isPresent() && nanos.getAsLong() - entry.sinceNanos > BypassOrder.MAX_WAIT.toNanos();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
