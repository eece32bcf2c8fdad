package moltbot.runtime.session;

import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import moltbot.runtime.session.Hall.Delivery;
import moltbot.runtime.session.Hall.Seat;

/// Follows one conversation for one watcher: what was kept, then what happens, each event once and in order, whatever
/// the watcher's pace. For one thread.
final class Watch {
    /// Least time between two drafts to one watcher: faster than an eye needs.
    private static final long DRAFT_PAUSE_NANOS = 40_000_000;

    private static final long RECENT_EVENTS = 200;

    private final Transcripts transcripts;
    private final SessionKey session;
    private final Consumer<byte[]> frames;
    private long sent;

    Watch(Transcripts transcripts, SessionKey session, Consumer<byte[]> frames) {
        this.transcripts = transcripts;
        this.session = session;
        this.frames = frames;
    }

    /// Runs until the thread is interrupted or a frame cannot be sent.
    void follow(Seat seat, long after) throws InterruptedException {
        long latest = transcripts.latest(session);
        sent = after < 0 ? Math.max(0, latest - RECENT_EVENTS) : Math.min(after, latest);
        readOn();
        frames.accept(JsonObject.with("type", "ready").with("seq", sent).build().toBytes());
        long draftsFrom = System.nanoTime();
        while (true) {
            switch (seat.take(draftsFrom)) {
                case Delivery.Behind() -> readOn();
                case Delivery.Events(List<Kept> events) -> send(events);
                case Delivery.Draft(String turn, String text, boolean restart) -> {
                    frames.accept(draft(turn, text, restart));
                    draftsFrom = System.nanoTime() + DRAFT_PAUSE_NANOS;
                }
            }
        }
    }

    private static byte[] draft(String turn, String text, boolean restart) {
        return new ChatEvent(0, turn, Clock.systemUTC().instant(), new ChatFact.Draft(text, restart))
                .toJson()
                .toBytes();
    }

    private void readOn() {
        List<Kept> page;
        for (page = transcripts.after(session, sent); !page.isEmpty(); page = transcripts.after(session, sent)) {
            for (Kept event : page) {
                frames.accept(event.frame());
                sent = event.seq();
            }
        }
    }

    private void send(List<Kept> events) {
        for (Kept event : events) {
            if (event.seq() == sent + 1) {
                frames.accept(event.frame());
                sent = event.seq();
            } else if (event.seq() > sent) {
                readOn();
            }
        }
    }
}
