package moltbot.gateway.channel.signal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Outcome;

/// What the house itself owes whoever wrote, once their message is taken and never before: that it does not open what
/// can be viewed once, and, once in a conversation whose messages disappear, that it keeps what was said. Few at once,
/// and of many the latest. Safe for several threads.
final class Notices {
    private static final System.Logger LOG = System.getLogger("signal");
    private static final int MOST = 256;
    private static final int AT_ONCE = 4;

    /// Sends a sentence.
    @FunctionalInterface
    interface Say {
        Outcome say(Address to, Styled text) throws InterruptedException;
    }

    /// What hangs on a message.
    private record Owed(boolean viewOnce, long timer) {}

    private final Kept kept;
    private final Say say;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Map<String, Owed> owed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Owed> eldest) {
            return size() > MOST;
        }
    };

    Notices(Kept kept, Say say) {
        this.kept = kept;
        this.say = say;
    }

    /// A message came; nobody has taken it yet.
    ///
    /// @param data  what signal-cli says of it
    void heard(Incoming message, JsonObject data) {
        long timer = Math.max(0, data.numberOr("expiresInSeconds", 0));
        String place = message.place().key();
        if (timer == 0) {
            kept.untold(place);
        }
        boolean news = timer > 0 && !kept.isTold(place);
        if (news || Kinds.isViewOnce(data)) {
            synchronized (owed) {
                owed.put(message.id(), new Owed(Kinds.isViewOnce(data), news ? timer : 0));
            }
        }
    }

    /// It was taken, and whoever wrote it may be answered.
    void taken(Incoming message) {
        Owed due;
        synchronized (owed) {
            due = owed.remove(message.id());
        }
        if (due == null || !places.tryAcquire()) {
            return;
        }
        Thread.ofVirtual().name("signal-notice").start(() -> {
            try {
                say(message.place(), due);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                places.release();
            }
        });
    }

    private void say(Address place, Owed due) throws InterruptedException {
        if (due.viewOnce()) {
            isSaid(place, Words.VIEW_ONCE);
        }
        if (due.timer() > 0 && isSaid(place, Words.kept(due.timer()))) {
            kept.told(place.key());
        }
    }

    private boolean isSaid(Address place, String text) throws InterruptedException {
        Outcome outcome = say.say(place, Styled.plain(text));
        if (!(outcome instanceof Outcome.Sent)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A sentence that the house says itself could not be sent: {0}",
                    outcome);
        }
        return outcome instanceof Outcome.Sent;
    }
}
