package moltbot.guardian.observe.wire;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import moltbot.guardian.fact.Observation;
import org.jspecify.annotations.Nullable;

/// What takes seconds to ask and hardly changes. The first look waits for the answer; later ones tell the last and ask
/// anew beside, where it is time: nobody's lease waits for a router. Safe for use by several threads.
public final class Seldom<T> implements Supplier<Observation<T>> {
    private final Supplier<Observation<T>> asker;
    private final Duration again;
    private final LongSupplier nanos;
    private final Runnable news;
    private @Nullable Observation<T> last;
    private long askedNanos;
    private boolean due;
    private boolean asking;

    /// @param again  how old an answer may be
    /// @param news   called, on another thread, when there is a newer answer than was told
    public Seldom(Supplier<Observation<T>> asker, Duration again, LongSupplier nanos, Runnable news) {
        this.asker = asker;
        this.again = again;
        this.nanos = nanos;
        this.news = news;
    }

    /// The next look asks, however new the last answer is: something changed around us.
    public synchronized void ask() {
        due = true;
    }

    @Override
    public Observation<T> get() {
        Observation<T> known = last();
        if (known != null) {
            return known;
        }
        Observation<T> first = asker.get();
        keep(first);
        return first;
    }

    private synchronized @Nullable Observation<T> last() {
        boolean old = last != null && nanos.getAsLong() - askedNanos > again.toNanos();
        if ((old || due) && !asking && last != null) {
            due = false;
            asking = true;
            Thread.ofVirtual().name("seldom").start(() -> {
                try {
                    keep(asker.get());
                } finally {
                    asked();
                }
                news.run();
            });
        }
        return last;
    }

    private synchronized void keep(Observation<T> answer) {
        last = answer;
        askedNanos = nanos.getAsLong();
    }

    private synchronized void asked() {
        asking = false;
    }
}
