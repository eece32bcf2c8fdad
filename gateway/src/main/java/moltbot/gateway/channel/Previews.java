package moltbot.gateway.channel;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Styled;

/// Answers that are shown while they are being said: one message for each, which grows, and which the answer
/// takes the place of. What was shown is known by this process alone; where it died an answer comes as a message of its
/// own, and what was shown stays as the beginning that it says it is. Safe for several threads, of which one at a time
/// asks for an address.
public final class Previews {
    private static final int MOST = 256;
    private static final String GOES_ON = " …";

    /// After so many changes each pause is half as long again as the one before.
    private static final int AT_FIRST = 4;

    private static final Duration LONGEST = Duration.ofSeconds(30);

    /// One person may be told two answers at once: their own, and what was said to a program of theirs.
    private record Place(Address to, String turn) {}

    private record Live(String message, int changes) {}

    private final Map<Place, Live> shown = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Live> eldest) {
            return size() > MOST;
        }
    };

    private Optional<Live> live(Place place) {
        synchronized (shown) {
            return Optional.ofNullable(shown.get(place));
        }
    }

    private void keep(Place place, Live live) {
        synchronized (shown) {
            shown.put(place, live);
        }
    }

    private void forget(Place place) {
        synchronized (shown) {
            shown.remove(place);
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
        Optional<Live> before = live(place);
        int changes = before.map(Live::changes).orElse(0);
        // One is left for the answer itself.
        if (parts.isEmpty() || changes >= can.changes()) {
            return Optional.empty();
        }
        String message = before.map(Live::message).orElse("");
        Channel.Shown now = channel.show(to, message, OutgoingText.of(goingOn(parts.getFirst(), channel)));
        if (!(now.outcome() instanceof Outcome.Sent)) {
            return before.isPresent() && now.outcome() instanceof Outcome.Later(String _, Duration pause)
                    ? Optional.of(pause.compareTo(LONGEST) < 0 ? LONGEST : pause)
                    : Optional.empty();
        }
        keep(place, new Live(now.message(), changes + 1));
        return parts.size() > 1 ? Optional.empty() : Optional.of(pause(can.pause(), changes));
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
        Place place = new Place(to, turn);
        Optional<Live> before = turn.isEmpty() ? Optional.empty() : live(place);
        if (before.isEmpty()) {
            return Optional.empty();
        }
        // A change cannot add what a message answers.
        if (!text.answers().isEmpty() && channel.takeBack(to, before.get().message())) {
            forget(place);
            return Optional.empty();
        }
        Channel.Shown now = channel.show(to, before.get().message(), text);
        if (now.outcome() instanceof Outcome.Never) {
            forget(place);
            boolean _ = channel.takeBack(to, before.get().message());
            return Optional.empty();
        }
        if (now.outcome() instanceof Outcome.Sent) {
            forget(place);
        }
        return Optional.of(now.outcome());
    }

    /// Takes back what was shown of a turn's answer.
    void takeBack(Channel channel, Address to, String turn) throws InterruptedException {
        Place place = new Place(to, turn);
        Optional<Live> before = live(place);
        if (before.isPresent()) {
            forget(place);
            boolean _ = channel.takeBack(to, before.get().message());
        }
    }
}
