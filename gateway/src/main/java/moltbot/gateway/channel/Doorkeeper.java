package moltbot.gateway.channel;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.channel.Styled;

/// Brings what people write to control's door. The words of those who are not let in stay here and are forgotten;
/// a stranger may get a code. While the house cannot take a message it waits, and so does the messenger. Safe for
/// several threads.
public final class Doorkeeper implements Inbox {
    private static final System.Logger LOG = System.getLogger("channel");
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /// A fault of ours may be a moment's; where it is not, those behind it must not wait for ever.
    private static final int MOST_FAULTS = 10;

    /// Waits for a while.
    @FunctionalInterface
    public interface Rest {
        void rest(Duration time) throws InterruptedException;
    }

    private final Channel channel;
    private final Door door;
    private final Rest rest;
    private final DoubleSupplier chance;

    /// @param chance  from 0 to 1
    public Doorkeeper(Channel channel, Door door, Rest rest, DoubleSupplier chance) {
        this.channel = channel;
        this.door = door;
        this.rest = rest;
        this.chance = chance;
    }

    @Override
    public void take(Incoming message) throws InterruptedException {
        boolean group = !message.place().equals(message.who());
        boolean nothing = message.text().isBlank() && message.files().isEmpty();
        if (nothing || (group && !message.mentioned())) {
            return;
        }
        keepOn(
                () -> answer(message, door.knock(message)),
                refusal -> isSettled(message, refusal),
                () -> channel.left(message));
    }

    /// What nobody who is let in wrote was never taken, and is not there to be taken back. A fault of ours costs
    /// that it is not, and keeps nobody waiting.
    @Override
    public void withdraw(Incoming.Withdrawn message) throws InterruptedException {
        keepOn(
                () -> door.withdraw(message),
                refusal -> refusal.code() == Code.MALFORMED
                        || Set.of("malformed", "not-admitted", "internal").contains(refusal.reason()),
                () -> {});
    }

    /// What is tried until it is done or settled.
    @FunctionalInterface
    private interface Attempt {
        void make() throws InterruptedException;
    }

    /// Says whether trying again would change nothing.
    @FunctionalInterface
    private interface Settled {
        boolean by(ContractException refusal) throws InterruptedException;
    }

    private void keepOn(Attempt attempt, Settled settled, Runnable left) throws InterruptedException {
        int faults = 0;
        for (int failures = 0; ; failures++) {
            try {
                attempt.make();
                return;
            } catch (ContractException e) {
                if (Thread.interrupted()) {
                    throw (InterruptedException) new InterruptedException("Closing.").initCause(e);
                }
                if (settled.by(e)) {
                    return;
                }
                LOG.log(System.Logger.Level.WARNING, "A message waits to be taken: {0}", e.getMessage());
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "Something went wrong with a message.", e);
                if (++faults >= MOST_FAULTS) {
                    left.run();
                    return;
                }
            }
            long bound = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures, 10));
            rest.rest(Duration.ofMillis((long) (bound * (0.5 + 0.5 * chance.getAsDouble()))));
        }
    }

    private void answer(Incoming message, Door.Answer answer) throws InterruptedException {
        switch (answer) {
            case Door.Answer.Silence() -> {}
            case Door.Answer.Taken() -> channel.seen(message);
            case Door.Answer.Said(String text) -> {
                channel.seen(message);
                boolean shown = !message.place().equals(message.who())
                        && channel.capabilities().quotes();
                String answers = shown ? message.id() : "";
                for (Styled part : Parts.of(Styled.plain(text), channel)) {
                    say(message, new OutgoingText(part, "", answers, List.of()));
                    answers = "";
                }
            }
            case Door.Answer.Code(String code) ->
                say(
                        message,
                        "Hello! I do not know you yet, and have not read your message. If you know who runs me, give"
                                + " them this code within the hour: " + code);
        }
    }

    /// True where trying again would change nothing; whoever wrote is told.
    private boolean isSettled(Incoming message, ContractException e) throws InterruptedException {
        if (e.code() == Code.TOO_LARGE || e.reason().equals("too-large")) {
            say(message, "That was too long for me, and I have taken nothing of it. Please send it in parts.");
            return true;
        }
        if (e.reason().equals("busy")) {
            channel.left(message);
            say(message, "Too many messages wait here already, so I have not taken that one. Please try again soon.");
            return true;
        }
        if (Set.of("workspace-full", "files-too-large", "too-many-files").contains(e.reason())) {
            say(message, String.valueOf(e.getMessage()));
            return true;
        }
        // What is malformed is so every time.
        return e.code() == Code.MALFORMED
                || e.reason().equals("malformed")
                || e.reason().equals("empty-message");
    }

    private void say(Incoming message, String text) throws InterruptedException {
        say(message, OutgoingText.of(Styled.plain(text)));
    }

    private void say(Incoming message, OutgoingText text) throws InterruptedException {
        Outcome outcome = channel.send(message.place(), text);
        if (!(outcome instanceof Outcome.Sent)) {
            LOG.log(System.Logger.Level.WARNING, "A short answer could not be sent: {0}", outcome);
        }
    }
}
