package moltbot.gateway.channel.whatsapp;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import moltbot.contract.channel.Address;
import org.jspecify.annotations.Nullable;

/// What became of messages after WhatsApp took them, as it tells by the
/// [statuses](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status/)
/// of webhooks. That somebody cannot be written to any more it says only so; and what it says minutes after the message
/// counted as sent, the owner is told: once for each person, until something arrives there again. Safe for several
/// threads.
final class Fates {
    private static final System.Logger LOG = System.getLogger("whatsapp");
    private static final int MOST = 1_000;

    /// Whom no statuses reach is not kept waiting for one each time.
    private static final int MOST_MISSED = 2;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private int missed;

    /// By the message's id. It may be told before the message's own answer is there.
    private final Map<String, Delivered.Status> known = bounded(MOST);

    /// What counts as sent, by its id.
    private final Map<String, Sent> sent = bounded(MOST);

    /// Whose messages do not arrive, as the owner knows.
    private final Map<Address, Boolean> missing = bounded(MOST);

    private final Consumer<Late> late;

    /// A message that counts as sent.
    ///
    /// @param file  whether it is a file
    record Sent(Address to, boolean file) {}

    /// Something that counted as sent, and is not there.
    record Late(Sent what, int error) {}

    /// @param late  is told at once, and must not wait
    Fates(Consumer<Late> late) {
        this.late = late;
    }

    private static <K, V> Map<K, V> bounded(int most) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /// A status came. They come in any order, and again: what failed once has failed.
    void tell(Delivered.Status status) {
        lock.lock();
        try {
            missed = 0;
            Delivered.Status before = known.get(status.message());
            if (before == null || before.error() == 0) {
                known.put(status.message(), status);
                if (status.error() != 0) {
                    failed(status);
                }
            }
            noteArrived(status, sent.get(status.message()));
            told.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void noteArrived(Delivered.@Nullable Status status, @Nullable Sent what) {
        if (status != null && status.arrived() && what != null) {
            missing.remove(what.to());
        }
    }

    private void failed(Delivered.Status status) {
        LOG.log(System.Logger.Level.WARNING, "WhatsApp did not deliver a message: {0}", Words.never(status.error()));
        Sent what = sent.remove(status.message());
        if (what != null && missing.put(what.to(), true) == null) {
            late.accept(new Late(what, status.error()));
        }
    }

    /// Waits for what became of a message. Where that is no error, it counts as sent from here on.
    ///
    /// @return the code of the error, 0 for none; empty where nothing was told yet
    OptionalInt await(String message, Sent what, Duration most) throws InterruptedException {
        lock.lock();
        try {
            long left = missed < MOST_MISSED ? most.toNanos() : 0;
            while (!known.containsKey(message) && left > 0) {
                left = told.awaitNanos(left);
            }
            Delivered.Status status = known.get(message);
            if (status == null || status.error() == 0) {
                sent.put(message, what);
                noteArrived(status, what);
            }
            if (status == null) {
                missed++;
                return OptionalInt.empty();
            }
            return OptionalInt.of(status.error());
        } finally {
            lock.unlock();
        }
    }
}
