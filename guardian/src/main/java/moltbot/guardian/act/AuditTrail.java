package moltbot.guardian.act;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import moltbot.contract.ContractException;
import moltbot.contract.bypass.BypassOrder;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import org.jspecify.annotations.Nullable;

/// Has the owner's bypasses recorded in control's audit, on a thread of its own. None begins before its record is on
/// disk: one that cannot be recorded within a minute is dropped. What ends is told until control has heard, and counts
/// meanwhile. Safe for use by several threads.
public final class AuditTrail implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("trail");
    private static final Duration AGAIN = Duration.ofMillis(250);
    private static final int MAX_WAITING = 128;

    /// @param voided  true once the owner ended what was to begin
    private record Entry(JsonObject record, Optional<Runnable> then, long sinceNanos, AtomicBoolean voided) {
        Entry(JsonObject record, Optional<Runnable> then, long sinceNanos) {
            this(record, then, sinceNanos, new AtomicBoolean());
        }

        boolean begins(String check, String subject) {
            return then.isPresent()
                    && record.text("check").equals(check)
                    && (subject.isEmpty() || record.text("subject").equals(subject));
        }
    }

    private final Optional<LinkClient> control;
    private final LongSupplier nanos;
    private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread thread;
    private volatile @Nullable Entry asking;

    /// @param control  empty where there is none, and so no audit: in front of another program's panel
    public AuditTrail(Optional<LinkClient> control, LongSupplier nanos) {
        this.control = control;
        this.nanos = nanos;
        this.thread = Thread.ofVirtual().name("act-trail").start(this::work);
    }

    /// Records that a bypass begins, then lets it.
    public void begins(BypassOrder order, Runnable then) {
        JsonObject record = record("began", order.id(), order.check(), order.subject(), order.reason())
                .with("lifeMillis", order.life().toMillis())
                .build();
        add(new Entry(record, Optional.of(then), nanos.getAsLong()));
    }

    /// What still waits to begin, and the owner has ended meanwhile, does not begin any more.
    ///
    /// @param subject  as in the order; empty for all of the check's
    public synchronized void forget(String check, String subject) {
        Entry now = asking;
        if (now != null && now.begins(check, subject)) {
            now.voided().set(true);
        }
        waiting.stream()
                .filter(one -> one.begins(check, subject))
                .forEach(one -> one.voided().set(true));
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

    private void add(Entry entry) {
        if (control.isEmpty()) {
            entry.then().ifPresent(Runnable::run);
        } else if (!waiting.offer(entry)) {
            LOG.log(System.Logger.Level.ERROR, "Too many records wait for the audit; one is only in the history.");
        }
    }

    private void work() {
        try {
            while (control.isPresent()) {
                Entry entry = waiting.take();
                asking = entry;
                if (recorded(control.get(), entry) && !began(entry)) {
                    JsonObject record = entry.record();
                    over(
                            "over",
                            record.text("id"),
                            record.text("check"),
                            record.text("subject"),
                            record.text("reason"));
                }
                asking = null;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// False where it was to begin and must not any more.
    private synchronized boolean began(Entry entry) {
        if (entry.voided().get() || late(entry)) {
            return false;
        }
        entry.then().ifPresent(Runnable::run);
        return true;
    }

    private boolean recorded(LinkClient link, Entry entry) throws InterruptedException {
        boolean said = false;
        while (!entry.voided().get()) {
            try {
                link.ask("guardian.bypass", entry.record());
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
                            entry.record().text("check"));
                    return false;
                }
                TimeUnit.NANOSECONDS.sleep(AGAIN.toNanos());
            }
        }
        return false;
    }

    private boolean late(Entry entry) {
        return entry.then().isPresent() && nanos.getAsLong() - entry.sinceNanos() > BypassOrder.MAX_WAIT.toNanos();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
