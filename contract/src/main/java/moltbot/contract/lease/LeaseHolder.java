package moltbot.contract.lease;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import org.jspecify.annotations.Nullable;

/// Serves the operation `lease.hold`: the guardian keeps one exchange open and sends a sealed lease in every frame.
/// The end of that exchange (a crashed guardian) ends the lease at once; a silent guardian (a hung one) lets it run
/// out. Either way [Listener#lost] is called, once for every loss, as soon as it happens.
///
/// After every lease the lock answers with its own state, so that the guardian learns the epoch and any trip.
public final class LeaseHolder implements AutoCloseable {
    /// What a compartment does when permission comes and goes. Called in the order things happened, one call at a
    /// time, on the link's or the timer's thread; be brief. [#lost] is never called on a thread that is being
    /// cancelled, so that what it writes to disk gets there.
    public interface Listener {
        /// A lease was accepted.
        void held(VerifiedLease lease);

        /// There is no permission any more.
        void lost(String why);
    }

    private static final System.Logger LOG = System.getLogger("lease");

    private final LeaseLock lock;
    private final Listener listener;
    private final Supplier<JsonObject> state;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("lease-expiry").daemon().factory(), new ThreadPoolExecutor.DiscardPolicy());
    private @Nullable Future<?> expiry;
    private @Nullable LinkExchange serving;
    private boolean holding;
    private boolean guardianGone;

    /// @param state  what this lock tells the guardian after every lease: at least `epoch`
    public LeaseHolder(LeaseLock lock, Listener listener, Supplier<JsonObject> state) {
        this.lock = lock;
        this.listener = listener;
        this.state = state;
        timer.setRemoveOnCancelPolicy(true);
    }

    /// Handles one `lease.hold`. A newer guardian's exchange takes over from an older one, which is refused at its next
    /// lease: **superseded**.
    public void hold(LinkExchange exchange) throws InterruptedException {
        synchronized (this) {
            serving = exchange;
        }
        try {
            exchange.reply(state.get());
            byte[] sealed;
            while ((sealed = exchange.next()) != null) {
                take(exchange, new String(sealed, StandardCharsets.US_ASCII));
                exchange.send(state.get());
            }
        } finally {
            ended(exchange);
        }
    }

    private synchronized void take(LinkExchange exchange, String sealed) {
        if (serving != exchange) {
            throw ContractException.refused("superseded", "Another guardian has taken over.");
        }
        VerifiedLease lease;
        try {
            lease = lock.accept(sealed);
        } catch (ContractException e) {
            if (e.code() != Code.UNAUTHENTICATED && e.code() != Code.MALFORMED) {
                throw e;
            }
            LOG.log(System.Logger.Level.WARNING, "{0}", e.getMessage());
            return;
        }
        if (guardianGone) {
            lose("The guardian is not there.");
        }
        holding = true;
        arm();
        listener.held(lease);
    }

    private void arm() {
        if (expiry != null) {
            expiry.cancel(false);
        }
        expiry = timer.schedule(this::settle, lock.remaining().toNanos() + 1, TimeUnit.NANOSECONDS);
    }

    private synchronized void settle() {
        if (guardianGone) {
            lose("The guardian is not there.");
        } else if (!lock.fresh()) {
            lose("The guardian has not confirmed that this machine is safe for too long.");
        }
    }

    /// This thread is interrupted by the very end it notices, so the timer's tells the listener, at once.
    private synchronized void ended(LinkExchange exchange) {
        if (serving == exchange) {
            serving = null;
            lock.revoke(0);
            guardianGone = true;
            timer.execute(this::settle);
        }
    }

    private void lose(String why) {
        guardianGone = false;
        if (holding) {
            holding = false;
            listener.lost(why);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
