package moltbot.gateway.channel.signal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.channel.Styled;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.OutgoingText;

/// Answers that are given by a reaction, for Signal has no buttons: a sign that is put to a message of the house's says
/// what was offered with it, once, where it comes from whom that message was sent to. It is worth what the words are.
/// What was offered is known until a restart; the words can be typed as well. Safe for several threads.
final class Reactions {
    private static final int MOST = 64;

    /// A message with answers.
    private record Offered(Address to, List<QuickReply> replies) {}

    /// By the time it was sent, which is how Signal names a message.
    private final Map<Long, Offered> offered = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Offered> eldest) {
            return size() > MOST;
        }
    };

    /// The text with the signs that answer it; as it is where none do, or it would be too long.
    static Styled explained(OutgoingText message, int most) {
        String signs = signed(message.replies()).stream().map(QuickReply::sign).collect(Collectors.joining(" or "));
        Styled text = message.text();
        String more = "\n\nOr react to this message with " + signs + ".";
        return signs.isEmpty() || text.text().length() + more.length() > most
                ? text
                : new Styled(text.text() + more, text.spans());
    }

    private static List<QuickReply> signed(List<QuickReply> replies) {
        return replies.stream().filter(reply -> !reply.sign().isEmpty()).toList();
    }

    /// A message was sent.
    synchronized void sent(Address to, long timestamp, List<QuickReply> replies) {
        List<QuickReply> signed = signed(replies);
        if (!signed.isEmpty()) {
            offered.put(timestamp, new Offered(to, signed));
        }
    }

    /// What a reaction says; empty where it says nothing to the house.
    synchronized Optional<Incoming> read(Envelope.Reaction reaction) {
        Offered found = offered.get(reaction.target());
        if (found == null || !found.to().equals(reaction.message().who())) {
            return Optional.empty();
        }
        Optional<QuickReply> said = found.replies().stream()
                .filter(reply -> plain(reply.sign()).equals(plain(reaction.emoji())))
                .findFirst();
        said.ifPresent(_ -> offered.remove(reaction.target()));
        return said.map(reply -> reaction.message().withWords(reply.says()));
    }

    /// Without the colour of a hand, and without the mark that an emoji is one.
    private static String plain(String emoji) {
        return emoji.codePoints()
                .filter(point -> point != 0xFE0F && (point < 0x1F3FB || point > 0x1F3FF))
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
