package moltbot.gateway.channel;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Styled;

/// Answers that are shown while they are being said: one message for each, which grows, and which the answer
/// takes the place of. What was shown is known by this process alone: it is taken back when the process ends, and where
/// that dies an answer comes as a message of its own, and what was shown stays as the beginning that it says it is.
/// Safe for several threads, of which one at a time
/// asks for an address.
public final class Previews {
    private static final System.Logger LOG = System.getLogger("preview");
    private static final int MOST = 256;
    private static final String GOES_ON = " …";

    /// After so many changes each pause is half as long again as the one before.
    private static final int AT_FIRST = 4;

    private static final Duration LONGEST = Duration.ofSeconds(30);

    /// One person may be told two answers at once: their own, and what was said to a program of theirs.
    private record Place(Address to, String turn) {}

    private record Live(Channel channel, String message, int changes) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition settled = lock.newCondition();

    /// But for those that somebody asks for at this moment.
    private final Map<Place, Live> shown = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Live> eldest) {
            return size() > MOST;
        }
    };

    private int underWay;
    private boolean closed;

    /// Whoever takes what is shown has it for themselves until they settle it.
    private Optional<Live> take(Place place) {
        lock.lock();
        try {
            underWay++;
            return Optional.ofNullable(shown.remove(place));
        } finally {
            lock.unlock();
        }
    }

    /// What is shown there now. At the end nothing stays.
    private void settle(Place place, Optional<Live> now) throws InterruptedException {
        try {
            if (now.isPresent() && !keep(place, now.get())) {
                boolean _ = now.get().channel().takeBack(place.to(), now.get().message());
            }
        } finally {
            lock.lock();
            try {
                underWay--;
                settled.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean keep(Place place, Live live) {
        lock.lock();
        try {
            if (!closed) {
                shown.put(place, live);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// Shows so much of a turn's answer.
    ///
    /// @return how long to wait before the next; empty where no more is wanted
    Optional<Duration> show(Channel channel, Address to, String turn, Styled text) throws InterruptedException {
        Capabilities can = channel.capabilities();
        List<Styled> parts =
                can.changes() == 0 || to.kind() != Address.Kind.DIRECT ? List.of() : Parts.of(text, channel);
        Place place = new Place(to, turn);
        Optional<Live> now = take(place);
        try {
            int changes = now.map(Live::changes).orElse(0);
            // One is left for the answer itself.
            if (parts.isEmpty() || changes >= can.changes() || isClosed()) {
                return Optional.empty();
            }
            String message = now.map(Live::message).orElse("");
            Channel.Shown after = channel.show(to, message, OutgoingText.of(goingOn(parts.getFirst(), channel)));
            if (!(after.outcome() instanceof Outcome.Sent)) {
                return now.isPresent() && after.outcome() instanceof Outcome.Later(String _, Duration pause)
                        ? Optional.of(pause.compareTo(LONGEST) < 0 ? LONGEST : pause)
                        : Optional.empty();
            }
            now = Optional.of(new Live(channel, after.message(), changes + 1));
            return parts.size() > 1 ? Optional.empty() : Optional.of(pause(can.pause(), changes));
        } finally {
            settle(place, now);
        }
    }

    private static Styled goingOn(Styled part, Channel channel) {
        Styled more = new Styled(part.text() + GOES_ON, part.spans());
        return channel.length(more) <= channel.capabilities().maxChars() ? more : part;
    }

    private static Duration pause(Duration first, int changes) {
        double millis = first.toMillis() * Math.pow(1.5, Math.max(0, changes - AT_FIRST));
        return Duration.ofMillis((long) Math.min(millis, (double) LONGEST.toMillis()));
    }

    /// Puts the beginning of a turn's answer in the place of what was shown of it.
    ///
    /// @return what came of it; empty where it is to be sent as any other
    Optional<Outcome> replace(Channel channel, Address to, String turn, OutgoingText text) throws InterruptedException {
        if (turn.isEmpty()) {
            return Optional.empty();
        }
        Place place = new Place(to, turn);
        Optional<Live> before = take(place);
        Optional<Live> now = before;
        try {
            if (before.isEmpty()) {
                return Optional.empty();
            }
            String message = before.get().message();
            // A change cannot add what a message answers.
            if (!text.answers().isEmpty() && channel.takeBack(to, message)) {
                now = Optional.empty();
                return Optional.empty();
            }
            Channel.Shown after = channel.show(to, message, text);
            if (after.outcome() instanceof Outcome.Never) {
                now = Optional.empty();
                boolean _ = channel.takeBack(to, message);
                return Optional.empty();
            }
            if (after.outcome() instanceof Outcome.Sent) {
                now = Optional.empty();
            }
            return Optional.of(after.outcome());
        } finally {
            settle(place, now);
        }
    }

    /// Takes back what was shown of a turn's answer.
    void takeBack(Channel channel, Address to, String turn) throws InterruptedException {
        Place place = new Place(to, turn);
        Optional<Live> before = take(place);
        try {
            if (before.isPresent()) {
                boolean _ = channel.takeBack(to, before.get().message());
            }
        } finally {
            settle(place, Optional.empty());
        }
    }

    /// Nothing more is shown, and what is shown is taken back, as far as that can be done in a moment: nobody will know
    /// any more which messages those are.
    void close(Duration most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            closed = true;
            underWay += shown.size();
            Map<Place, Live> all = Map.copyOf(shown);
            shown.clear();
            all.forEach((place, live) -> Thread.ofVirtual().name("preview-end").start(() -> last(place, live)));
            long left = most.toNanos();
            while (underWay > 0 && left > 0) {
                left = settled.awaitNanos(left);
            }
            if (underWay > 0) {
                LOG.log(System.Logger.Level.WARNING, "{0} beginnings of answers stay in conversations.", underWay);
            }
        } finally {
            lock.unlock();
        }
    }

    private void last(Place place, Live live) {
        try {
            settle(place, Optional.of(live));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "What was shown could not be taken back.", e);
        }
    }
}
