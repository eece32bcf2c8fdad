package moltbot.gateway.channel.slack;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import moltbot.contract.json.JsonObject;

/// What came on the connections there are, in its order, for one thread that takes it. While too much waits, nothing
/// more is read.
final class Mail {
    private static final int MOST_WAITING = 64;

    /// What came.
    sealed interface Event {
        /// Something happened, and is to be acknowledged where it came.
        ///
        /// @param id       of the envelope
        /// @param payload  what was in it
        record Envelope(Connection from, String id, JsonObject payload) implements Event {}

        /// Slack will end that connection soon.
        record Leaving(Connection from) implements Event {}

        /// Slack did not take a key: it is to be asked who the bot is.
        record Doubt() implements Event {}

        /// Nothing more comes on that connection.
        record Over(Connection from, Ending ending) implements Event {}
    }

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(MOST_WAITING);

    /// Takes room for an envelope, where there is.
    boolean takeRoom() {
        return room.tryAcquire();
    }

    void awaitRoom() throws InterruptedException {
        room.acquire();
    }

    /// An envelope wants room first.
    void put(Event event) {
        events.add(event);
    }

    /// The next; waits for it.
    Event next() throws InterruptedException {
        Event event = events.take();
        if (event instanceof Event.Envelope) {
            room.release();
        }
        return event;
    }
}
