package moltbot.gateway.channel.whatsapp;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import moltbot.contract.ContractException;
import moltbot.gateway.channel.Earlier;
import moltbot.gateway.channel.Inbox;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.WebhookReceiver.Taken;

/// Takes what webhooks bring. One thread hands over message after message; whoever brought them waits until all of
/// theirs are taken, and comes again where that lasts too long: what is taken by then is known. What became of what the
/// house said is heard at once, for an answer may wait for it.
final class Hearing {
    private static final System.Logger LOG = System.getLogger("whatsapp");
    private static final int MOST_WAITING = 64;

    /// A delivery that waits to be taken.
    private record Waiting(Delivered delivered, CompletableFuture<Taken> taken) {}

    private final String number;
    private final Fates fates;
    private final Said said;
    private final Presence shown;
    private final Duration patience;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Earlier earlier = new Earlier();
    private volatile boolean open;

    /// @param patience  how long whoever brings something waits
    Hearing(String number, Fates fates, Said said, Presence shown, Duration patience) {
        this.number = number;
        this.fates = fates;
        this.said = said;
        this.shown = shown;
        this.patience = patience;
    }

    /// From any thread.
    Taken receive(byte[] body) throws InterruptedException {
        Delivered delivered;
        try {
            delivered = Delivered.read(body, number);
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "A webhook could not be understood: {0}", e.getMessage());
            return Taken.UNREADABLE;
        }
        delivered.statuses().forEach(status -> fates.tell(status.message(), status.error()));
        if (delivered.letters().isEmpty()) {
            return Taken.DONE;
        }
        Waiting waiting = new Waiting(delivered, new CompletableFuture<>());
        return open && queue.offer(waiting) ? await(waiting) : Taken.LATER;
    }

    private Taken await(Waiting waiting) throws InterruptedException {
        try {
            return waiting.taken().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "A webhook was not taken in time.", e);
            return Taken.LATER;
        }
    }

    /// Hands over until it is interrupted.
    void run(Inbox inbox) {
        open = true;
        try {
            while (true) {
                take(queue.take(), inbox);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open = false;
            queue.forEach(waiting -> waiting.taken().complete(Taken.LATER));
        }
    }

    private void take(Waiting waiting, Inbox inbox) throws InterruptedException {
        try {
            for (Delivered.Letter letter : waiting.delivered().letters()) {
                one(letter, inbox);
            }
            waiting.taken().complete(Taken.DONE);
        } finally {
            // Where it came to its end, it is said already.
            waiting.taken().complete(Taken.LATER);
        }
    }

    /// A message that cannot be understood must not stop those behind it.
    private void one(Delivered.Letter letter, Inbox inbox) throws InterruptedException {
        Message message;
        Optional<Incoming> incoming;
        try {
            message = new Message(number, letter.message(), letter.contacts());
            if (earlier.isTaken(message.id())) {
                return;
            }
            incoming = message.incoming(said);
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "A message could not be understood: {0}", e.getMessage());
            return;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A message could not be looked at.", e);
            return;
        }
        if (incoming.isPresent()) {
            shown.keep(message.id(), message.wamid());
            inbox.take(incoming.get());
            earlier.taken(message.id());
        }
    }
}
