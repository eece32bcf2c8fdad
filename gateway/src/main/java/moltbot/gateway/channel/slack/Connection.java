package moltbot.gateway.channel.slack;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.slack.notation.Buttons;
import moltbot.gateway.egress.EgressSocket;
import org.jspecify.annotations.Nullable;

/// One connection of [Socket Mode](https://docs.slack.dev/apis/events-api/using-socket-mode/). A thread reads, for
/// signs of life must be answered while a message waits to be taken; another asks for them. An envelope is acknowledged
/// when whoever takes it says so; what is of no interest at once.
final class Connection implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("slack");
    private static final Set<String> WANTED = Set.of("message", "app_mention");

    private final EgressSocket socket;
    private final Mail mail;
    private final CountDownLatch over = new CountDownLatch(1);
    private final ReentrantLock ending = new ReentrantLock();
    private volatile @Nullable Ending how;
    private volatile boolean busy;
    private @Nullable Thread reader;
    private @Nullable Thread pulse;

    Connection(EgressSocket socket, Mail mail) {
        this.socket = socket;
        this.mail = mail;
    }

    /// Waits for Slack's welcome.
    ///
    /// @return how many connections of this app Slack counts
    int open(Timing timing) throws InterruptedException {
        JsonObject hello = JsonObject.parse(socket.next(timing.answer()));
        if (hello.textOr("type", "").equals("disconnect")) {
            throw ContractException.refused(hello.textOr("reason", ""), "Slack ended it before it began.");
        }
        if (!hello.textOr("type", "").equals("hello")) {
            throw ContractException.malformed("Slack did not begin as it should.");
        }
        reader = Thread.ofVirtual().name("slack-read").start(this::read);
        pulse = Thread.ofVirtual().name("slack-pulse").start(() -> beat(timing.pulse()));
        return (int) hello.numberOr("num_connections", 1);
    }

    /// What an envelope had is on disk, or settled never to be. Where this cannot be said any more, it comes again.
    ///
    /// @param reply  shown to whoever said it, where Slack takes that; may be empty
    void acknowledge(String envelope, String reply) throws InterruptedException {
        JsonObject.Builder frame = JsonObject.with("envelope_id", envelope);
        if (!reply.isEmpty()) {
            frame.with("payload", JsonObject.with("text", reply).build());
        }
        try {
            socket.send(frame.build());
        } catch (ContractException e) {
            end(new Ending.Closed());
        }
    }

    private void read() {
        try {
            while (how == null) {
                take(socket.next(Duration.ofDays(1)));
            }
        } catch (ContractException e) {
            end(e.code() == Code.TIMEOUT ? new Ending.Silent() : new Ending.Closed());
        } catch (InterruptedException e) {
            end(new Ending.Closed());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Something went wrong while Slack was read.", e);
            end(new Ending.Closed());
        }
    }

    private void take(String text) throws InterruptedException {
        try {
            JsonObject frame = JsonObject.parse(text);
            if (frame.textOr("type", "").equals("disconnect")) {
                disconnect(frame.textOr("reason", ""));
            } else if (frame.has("envelope_id")) {
                envelope(frame);
            } else {
                LOG.log(System.Logger.Level.DEBUG, "Slack said something unknown.");
            }
        } catch (ContractException e) {
            if (e.code() != Code.MALFORMED && e.code() != Code.TOO_LARGE) {
                throw e;
            }
            LOG.log(System.Logger.Level.WARNING, "An event could not be understood: {0}", e.getMessage());
        }
    }

    private void disconnect(String reason) {
        if (reason.equals(Ending.DISABLED) || reason.equals(Ending.TOO_MANY)) {
            end(new Ending.Refused(reason));
        } else {
            mail.put(new Mail.Event.Leaving(this));
        }
    }

    private void envelope(JsonObject frame) throws InterruptedException {
        String id = frame.text("envelope_id");
        if (!isWanted(frame)) {
            acknowledge(id, "");
            return;
        }
        if (!mail.takeRoom()) {
            busy = true;
            mail.awaitRoom();
            busy = false;
        }
        mail.put(new Mail.Event.Envelope(this, id, frame.object("payload")));
    }

    private static boolean isWanted(JsonObject frame) {
        try {
            if (frame.textOr("type", "").equals("interactive")) {
                return frame.object("payload").textOr("type", "").equals(Buttons.TAPPED);
            }
            if (frame.textOr("type", "").equals(Slash.ENVELOPE)) {
                return Slash.isOne(frame.object("payload"));
            }
            return frame.textOr("type", "").equals("events_api")
                    && WANTED.contains(frame.object("payload").object("event").textOr("type", ""));
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "An event could not be understood: {0}", e.getMessage());
            return false;
        }
    }

    /// Whether nothing more comes.
    boolean isOver() {
        return how != null;
    }

    /// While the house is busy nothing is read, and so nothing is heard.
    private void beat(Duration every) {
        try {
            while (!over.await(every.toNanos(), TimeUnit.NANOSECONDS)) {
                if (!busy && socket.silence().compareTo(every.multipliedBy(2)) > 0) {
                    end(new Ending.Silent());
                    return;
                }
                socket.ping();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ContractException e) {
            end(new Ending.Closed());
        }
    }

    /// Closes it after so long: what is still on its way there is taken until then.
    void leave(Duration time) {
        Thread.ofVirtual().name("slack-farewell").start(() -> {
            try {
                if (!over.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                    end(new Ending.Closed());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// What it was first counts.
    private void end(Ending now) {
        ending.lock();
        try {
            if (how == null) {
                how = now;
                mail.put(new Mail.Event.Over(this, now));
            }
        } finally {
            ending.unlock();
        }
        over.countDown();
        socket.close();
    }

    @Override
    public void close() {
        end(new Ending.Closed());
        for (Thread thread : new Thread[] {reader, pulse}) {
            if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
