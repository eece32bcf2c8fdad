package moltbot.gateway.channel;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Styled;

/// Answers that are shown while they are being said: one message for each person, which grows, and which the answer
/// takes the place of. What was shown is known by this process alone; where it died an answer comes as a message of its
/// own, and what was shown stays as the beginning that it says it is. Safe for several threads, of which one at a time
/// asks for an address.
public final class Previews {
    private static final int MOST = 256;
    private static final String GOES_ON = " …";

    /// After so many changes each pause is half as long again as the one before.
    private static final int AT_FIRST = 4;

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private record Live(String turn, String message, int changes) {}

    private final Map<Address, Live> shown = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Address, Live> eldest) {
            return size() > MOST;
        }
    };

    private Optional<Live> live(Address to, String turn) {
        synchronized (shown) {
            return Optional.ofNullable(shown.get(to)).filter(live -> live.turn().equals(turn));
        }
    }

    private void keep(Address to, Live live) {
        synchronized (shown) {
            shown.put(to, live);
        }
    }

    private void forget(Address to) {
        synchronized (shown) {
            shown.remove(to);
        }
    }

    /// Shows so much of a turn's answer.
    ///
    /// @return how long to wait before the next; empty where no more is wanted
    Optional<Duration> show(Channel channel, Address to, String turn, Styled text) throws InterruptedException {
        Capabilities can = channel.capabilities();
        List<Styled> parts =
                can.changes() == 0 || to.kind() != Address.Kind.DIRECT ? List.of() : Parts.of(text, channel);
        Optional<Live> before = live(to, turn);
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
        keep(to, new Live(turn, now.message(), changes + 1));
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
        Optional<Live> before = turn.isEmpty() ? Optional.empty() : live(to, turn);
        if (before.isEmpty()) {
            return Optional.empty();
        }
        Channel.Shown now = channel.show(to, before.get().message(), text);
        if (now.outcome() instanceof Outcome.Never) {
            forget(to);
            channel.takeBack(to, before.get().message());
            return Optional.empty();
        }
        if (now.outcome() instanceof Outcome.Sent) {
            forget(to);
        }
        return Optional.of(now.outcome());
    }

    /// Takes back what was shown of a turn's answer.
    void takeBack(Channel channel, Address to, String turn) throws InterruptedException {
        Optional<Live> before = live(to, turn);
        if (before.isPresent()) {
            forget(to);
            channel.takeBack(to, before.get().message());
        }
    }
}
