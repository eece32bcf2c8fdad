package moltbot.guardian.notify;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongSupplier;

/// Sends notices on a thread of its own, each kind of each check once in ten minutes, and not more than twenty an hour
/// in all: a finding that comes and goes does not wake anybody all night. That it opens again is told where a block was
/// told, and a block that comes after that is told again: the last word is never that all is well while it is not. What
/// cannot be sent is said in the log,
/// without its address; nothing waits for it. Safe for use by several threads.
public final class Notices implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("notify");
    private static final Duration SAME_AGAIN = Duration.ofMinutes(10);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int AN_HOUR = 20;
    private static final int MAX_WAITING = 32;
    private static final int MAX_KNOWN = 500;

    private final List<Messenger> messengers;
    private final LongSupplier nanos;
    private final BlockingQueue<Notice> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Map<String, Long> told = new HashMap<>();
    /// The blocks that were told and whose end was not.
    private final Set<String> held = new HashSet<>();
    private final Map<Notice.Kind, Deque<Long>> all = new EnumMap<>(Notice.Kind.class);
    private final Thread thread;

    public Notices(List<Messenger> messengers, LongSupplier nanos) {
        this.messengers = List.copyOf(messengers);
        this.nanos = nanos;
        this.thread = Thread.ofVirtual().name("notify").start(this::work);
    }

    /// Tells it soon, unless it was told lately.
    public void tell(Notice notice) {
        if (!messengers.isEmpty() && due(notice) && !waiting.offer(notice)) {
            LOG.log(System.Logger.Level.WARNING, "A notice was dropped: too many wait.");
        }
    }

    /// Each reset is told, and no number of warnings keeps a block from being told.
    private synchronized boolean due(Notice notice) {
        if (notice.kind() == Notice.Kind.RESET) {
            return true;
        }
        long now = nanos.getAsLong();
        String kind = notice.key();
        Deque<Long> lately = all.computeIfAbsent(notice.kind(), _ -> new ArrayDeque<>());
        Long last = told.get(kind);
        while (!lately.isEmpty() && now - lately.peek() > HOUR.toNanos()) {
            lately.remove();
        }
        boolean same = last != null && now - last < SAME_AGAIN.toNanos();
        boolean mended = notice.kind() == Notice.Kind.MENDED;
        if (same || lately.size() >= AN_HOUR || (mended && (held.isEmpty() || !blockCanBeTold(now)))) {
            return false;
        }
        if (told.size() > MAX_KNOWN) {
            told.clear();
        }
        keepHeld(notice);
        told.put(kind, now);
        lately.add(now);
        return true;
    }

    /// Where the next block could not be told any more, it is not told either that the last one is over.
    private boolean blockCanBeTold(long now) {
        Deque<Long> blocks = all.getOrDefault(Notice.Kind.BLOCKED, new ArrayDeque<>());
        return blocks.stream().filter(at -> now - at <= HOUR.toNanos()).count() < AN_HOUR;
    }

    private void keepHeld(Notice notice) {
        if (notice.held()) {
            held.add(notice.key());
        } else if (notice.kind() == Notice.Kind.MENDED) {
            told.keySet().removeAll(held);
            held.clear();
        }
    }

    private void work() {
        try {
            while (true) {
                Notice notice = waiting.take();
                for (Messenger messenger : messengers) {
                    send(messenger, notice);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(Messenger messenger, Notice notice) throws InterruptedException {
        try {
            messenger.send(notice);
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A notice could not be sent by " + messenger.getClass().getSimpleName() + " ("
                            + e.getClass().getSimpleName() + ").");
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
