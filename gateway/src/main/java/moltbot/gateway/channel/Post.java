package moltbot.gateway.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.IntConsumer;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.channel.Styled;
import org.jspecify.annotations.Nullable;

/// Sends the runtime's letters, part by part. What it did with each is remembered for a while, so that a runtime that
/// dies in the middle and asks again gets nothing sent twice. Safe for several threads.
public final class Post implements AutoCloseable {
    private static final int REMEMBERED = 512;

    /// The whole house stops within seconds.
    private static final Duration AT_THE_END = Duration.ofMillis(1_500);

    /// A letter, as the runtime numbers it.
    ///
    /// @param id    the runtime's number
    /// @param made  when it was written: a store that was restored may use a number again
    /// @param turn  whose answer it is, where perhaps a beginning of it was shown; empty for all others
    public record Letter(long id, long made, String turn) {
        public Letter(long id, long made) {
            this(id, made, "");
        }
    }

    private final Previews previews = new Previews();

    /// How many parts of a letter were sent; held while it is being sent.
    private static final class Progress {
        private int sent;
        private boolean once;
        private @Nullable Outcome doubt;
    }

    private final Map<Letter, Progress> progress = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Letter, Progress> eldest) {
            return size() > REMEMBERED;
        }
    };

    /// Says of a letter that it must not be sent where it may have been.
    ///
    /// @param begun  whether somebody began to have it sent and does not know what came of that
    /// @return what is known of it then; empty where it may be sent
    public Optional<Outcome> once(Letter letter, boolean begun) {
        synchronized (progress) {
            if (begun && !progress.containsKey(letter)) {
                return Optional.of(new Outcome.Unknown("It was being sent when the house was interrupted."));
            }
            progress.computeIfAbsent(letter, _ -> new Progress()).once = true;
            return Optional.empty();
        }
    }

    /// One message of a letter.
    @FunctionalInterface
    private interface Part {
        /// @param once  the same for the same message, also after a restart
        Outcome send(String once) throws InterruptedException;
    }

    /// Sends a file, as a letter of one part.
    public Outcome send(Letter letter, Channel channel, Address to, OutgoingFile file, int from, IntConsumer sent)
            throws InterruptedException {
        return send(letter, List.of(_ -> channel.send(to, file)), from, sent);
    }

    /// Sends what is left of a letter: its first part shows what it answers, its last what may be answered. It is not
    /// cut short by a caller that goes away: what was begun has an
    /// outcome, and the next to ask is told.
    ///
    /// @param from  how many of its parts the caller knows to be sent
    /// @param sent  told how many are, after each
    public Outcome send(Letter letter, Channel channel, Address to, OutgoingText whole, int from, IntConsumer sent)
            throws InterruptedException {
        List<Styled> texts = Parts.of(whole.text(), channel);
        Capabilities can = channel.capabilities();
        List<Part> parts = new ArrayList<>();
        for (Styled text : texts) {
            boolean first = parts.isEmpty();
            boolean last = parts.size() == texts.size() - 1;
            String answers = first && can.quotes() ? whole.answers() : "";
            // In a group anybody could tap, and would say it in a conversation of their own.
            boolean offers =
                    last && to.kind() == Address.Kind.DIRECT && whole.replies().size() <= can.quickReplies();
            List<QuickReply> replies = offers ? whole.replies() : List.of();
            parts.add(once -> {
                OutgoingText part = new OutgoingText(text, once, answers, replies);
                Optional<Outcome> replaced =
                        first ? previews.replace(channel, to, letter.turn(), part) : Optional.empty();
                return replaced.isPresent() ? replaced.get() : channel.send(to, part);
            });
        }
        return send(letter, parts, from, sent);
    }

    /// Shows how far a turn's answer is.
    ///
    /// @return how long to wait before the next; empty where no more is wanted
    public Optional<Duration> show(Channel channel, Address to, String turn, Styled text) throws InterruptedException {
        return previews.show(channel, to, turn, text);
    }

    /// Takes back what was shown of it.
    public void takeBack(Channel channel, Address to, String turn) throws InterruptedException {
        previews.takeBack(channel, to, turn);
    }

    private Outcome send(Letter letter, List<Part> parts, int from, IntConsumer sent) throws InterruptedException {
        Progress known;
        synchronized (progress) {
            known = progress.computeIfAbsent(letter, _ -> new Progress());
        }
        FutureTask<Outcome> task = new FutureTask<>(() -> {
            synchronized (known) {
                known.sent = Math.max(known.sent, from);
                return send(letter, known, parts, sent);
            }
        });
        Thread.ofVirtual().name("post").start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A letter could not be sent.", e.getCause());
        }
    }

    private static Outcome send(Letter letter, Progress known, List<Part> parts, IntConsumer sent)
            throws InterruptedException {
        Outcome before = known.doubt;
        if (known.once && before != null) {
            return before;
        }
        while (known.sent < parts.size()) {
            Outcome outcome = parts.get(known.sent).send(letter.id() + "-" + letter.made() + "-" + known.sent);
            if (!(outcome instanceof Outcome.Sent)) {
                known.doubt = outcome instanceof Outcome.Unknown ? outcome : null;
                return outcome;
            }
            known.sent++;
            sent.accept(known.sent);
        }
        return new Outcome.Sent();
    }

    /// What is shown of answers is taken back, before their messengers are closed.
    @Override
    public void close() {
        try {
            previews.close(AT_THE_END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
