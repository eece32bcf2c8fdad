package moltbot.gateway.channel.whatsapp;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What became of messages after WhatsApp took them, as it tells by the
/// [statuses](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status/)
/// of webhooks. That somebody cannot be written to any more it says only so. Safe for several threads.
final class Fates {
    private static final System.Logger LOG = System.getLogger("whatsapp");
    private static final int MOST = 1_000;

    /// Whom no statuses reach is not kept waiting for one each time.
    private static final int MOST_MISSED = 2;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private int missed;

    /// By the message's id: the code of the error, 0 for none. It may be told before the message's own answer is there.
    private final Map<String, Integer> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST;
        }
    };

    /// A status came.
    ///
    /// @param error  0 where it went well
    void tell(String message, int error) {
        lock.lock();
        try {
            missed = 0;
            Integer before = known.put(message, error);
            if (error != 0 && (before == null || before != error)) {
                LOG.log(System.Logger.Level.WARNING, "WhatsApp did not deliver a message: {0}", Words.never(error));
            }
            told.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for what became of a message.
    ///
    /// @return the code of the error, 0 for none; empty where nothing was told yet
    OptionalInt await(String message, Duration most) throws InterruptedException {
        lock.lock();
        try {
            long left = missed < MOST_MISSED ? most.toNanos() : 0;
            while (!known.containsKey(message) && left > 0) {
                left = told.awaitNanos(left);
            }
            Integer error = known.get(message);
            if (error == null) {
                missed++;
                return OptionalInt.empty();
            }
            return OptionalInt.of(error);
        } finally {
            lock.unlock();
        }
    }
}
