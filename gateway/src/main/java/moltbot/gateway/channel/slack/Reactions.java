package moltbot.gateway.channel.slack;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import moltbot.contract.channel.Address;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.bot.Standing;

/// Shows whoever wrote, on their message, that it was read and is being answered, for Slack shows no bot to be typing
/// ([reactions](https://docs.slack.dev/reference/methods/reactions.add/)). From a moment after it was taken until
/// something is said there, but not for ever; what is answered at once is not shown so. Where the app may not, it is
/// asked for no more until there is another key. Few at once. Safe for several threads.
final class Reactions implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("slack");
    private static final String EYES = "eyes";
    private static final int MOST = 64;
    private static final int MOST_TRIES = 3;
    private static final Duration FIRST = Duration.ofMillis(700);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /// What is so of one message, or of one channel, and says nothing of the next.
    private static final Set<String> OF_ONE = Set.of(
            "already_reacted",
            "no_reaction",
            "message_not_found",
            "bad_timestamp",
            "channel_not_found",
            "not_in_channel",
            "is_archived",
            "thread_locked",
            "not_reactable",
            "too_many_emoji",
            "too_many_reactions",
            "external_channel_migrating");

    /// A message, as Slack names it, and where it is answered.
    private record Seen(Address place, Message.Name name) {}

    private final SlackApi api;
    private final Standing<Bot> standing;
    private final Duration longest;
    private final Map<Seen, CountDownLatch> shown = new HashMap<>();
    private boolean closed;
    private volatile boolean forbidden;

    /// @param longest  after so long it is taken away, whatever was said
    Reactions(SlackApi api, Standing<Bot> standing, Duration longest) {
        this.api = api;
        this.standing = standing;
        this.longest = longest;
    }

    /// It is being answered. Quick.
    void begin(Incoming message) {
        Optional<Message.Name> name = Message.name(message.id());
        if (name.isEmpty() || forbidden) {
            return;
        }
        Seen seen = new Seen(message.place(), name.get());
        synchronized (this) {
            if (!closed && shown.size() < MOST && !shown.containsKey(seen)) {
                CountDownLatch said = new CountDownLatch(1);
                shown.put(seen, said);
                Thread.ofVirtual().name("slack-eyes").start(() -> show(seen, said));
            }
        }
    }

    /// Something is said there now. Quick.
    synchronized void end(Address to) {
        shown.forEach((seen, said) -> {
            if (seen.place().equals(to)) {
                said.countDown();
            }
        });
    }

    /// There is another key: what was forbidden may be so no more.
    void keyChanged() {
        forbidden = false;
    }

    private void show(Seen seen, CountDownLatch said) {
        try {
            boolean over = said.await(FIRST.toNanos(), TimeUnit.NANOSECONDS);
            if (!over && put(seen)) {
                boolean _ = said.await(longest.toNanos(), TimeUnit.NANOSECONDS);
                takeAway(seen);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "That a message was read could not be shown.", e);
        } finally {
            synchronized (this) {
                shown.remove(seen);
                notifyAll();
            }
        }
    }

    /// Whether it may be there now.
    private boolean put(Seen seen) throws InterruptedException {
        Optional<Reply> reply = forbidden ? Optional.empty() : ask("reactions.add", seen);
        return reply.isPresent()
                && switch (reply.get()) {
                    case Reply.Done _, Reply.Lost _ -> true;
                    case Reply.Refused no -> {
                        forbidden |= !no.isLimited() && !no.isFailure() && !OF_ONE.contains(no.error());
                        yield no.isFailure() || no.error().equals("already_reacted");
                    }
                    case Reply.Broken _, Reply.NotSent _, Reply.NoKey _ -> false;
                };
    }

    private void takeAway(Seen seen) throws InterruptedException {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Optional<Reply> reply = ask("reactions.remove", seen);
            if (reply.isEmpty() || !isWorthAnother(reply.get())) {
                return;
            }
            Duration asked = reply.get() instanceof Reply.Refused no ? no.retryAfter() : PAUSE;
            Duration least = asked.compareTo(PAUSE) < 0 ? PAUSE : asked;
            SlackApi.rest(least.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : least);
        }
    }

    private static boolean isWorthAnother(Reply reply) {
        return switch (reply) {
            case Reply.Refused no -> no.isLimited() || no.isFailure();
            case Reply.NotSent _, Reply.Lost _, Reply.Broken _ -> true;
            case Reply.Done _, Reply.NoKey _ -> false;
        };
    }

    private Optional<Reply> ask(String method, Seen seen) throws InterruptedException {
        Optional<Bot> from = standing.of(seen.place().account());
        if (from.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(api.post(
                from.get().key(),
                method,
                JsonObject.with("channel", seen.name().channel())
                        .with("timestamp", seen.name().number())
                        .with("name", EYES)
                        .build()));
    }

    /// What is shown is taken away, as far as that can be done in a moment.
    @Override
    public void close() {
        long end = System.nanoTime() + LAST_WORDS.toNanos();
        synchronized (this) {
            closed = true;
            shown.values().forEach(CountDownLatch::countDown);
            try {
                for (long left = LAST_WORDS.toMillis();
                        !shown.isEmpty() && left > 0;
                        left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
                    wait(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
