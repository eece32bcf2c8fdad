package moltbot.runtime.session;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.chat.InboundMessage;
import moltbot.runtime.agent.AgentLoop;
import moltbot.runtime.context.Past;
import moltbot.runtime.context.Weight;
import moltbot.runtime.outbox.Previews;
import moltbot.runtime.patience.Patience;
import moltbot.runtime.session.Hall.Seat;
import moltbot.runtime.session.Transcripts.Accepted;
import moltbot.runtime.session.Transcripts.Summary;
import moltbot.runtime.workspace.Arrivals;
import moltbot.runtime.workspace.GivenFile;

/// Conversations as a channel sees them. Safe for several threads.
public final class Chat implements AutoCloseable {
    private static final long STOP_MILLIS = 1_000;
    private static final int MAX_WATCHERS = 160;
    private static final ChatFact.Notice SUMMING_UP = new ChatFact.Notice(
            "summing-up", "This conversation is being summed up, as you asked. What comes of it is said here.");
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final Transcripts transcripts;
    private final Audience audience = new Audience();
    private final TurnRunner runner;
    private final Lanes lanes;
    private final Expiry expiry;
    private final java.util.concurrent.Semaphore watchers = new java.util.concurrent.Semaphore(MAX_WATCHERS);

    /// @param previews  show in messengers how far answers are
    /// @param clock     by which questions to people are over
    public Chat(
            Transcripts transcripts,
            AgentLoop agent,
            Previews previews,
            Patience patience,
            int maxParallelTurns,
            InstantSource clock) {
        this.transcripts = transcripts;
        this.runner = new TurnRunner(transcripts, agent, audience, previews, patience, TurnRunner.Limits.STANDARD);
        this.lanes = new Lanes(maxParallelTurns, runner, this::rested);
        this.expiry = new Expiry(lanes::wakeDue, clock, LOOK_AGAIN);
    }

    private void rested() {
        expiry.look();
    }

    /// Takes up the turns an earlier process left, before anything new is taken.
    public void resume() {
        for (Turn turn : transcripts.unfinished()) {
            lanes.add(turn, transcripts.isWithdrawn(turn));
        }
        expiry.start();
    }

    /// Takes a message; returns once it is on disk.
    public Accepted submit(InboundMessage message) {
        return submit(message, Arrivals.none());
    }

    /// Takes a message and the files that came along with it; returns once they are on disk.
    public Accepted submit(InboundMessage message, Arrivals arrivals) {
        return transcripts.accept(message, arrivals, newTurn(), this::taken);
    }

    /// Runs the turn of a message that is on disk. Quick.
    public void taken(Accepted accepted) {
        shown(accepted.turn().session(), List.of(accepted.event()));
        lanes.add(accepted.turn());
    }

    /// Shows whoever watches what is on disk. Quick.
    public void shown(SessionKey session, List<Kept> events) {
        Hall hall = audience.find(session);
        if (hall != null) {
            hall.publish(events, false);
        }
    }

    /// Somebody took back what they wrote. No model is shown it from the next turn on, and what is being done about it
    /// ends;
    /// what was answered stays. Returns once that is on disk.
    ///
    /// @param sender  whose message it was
    /// @param id      by which it was submitted
    /// @return false where there is no such message, or it was taken back before
    public boolean withdraw(String sender, String id) {
        return transcripts.withdraw(sender, id, this::withdrawn).isPresent();
    }

    private void withdrawn(Transcripts.Withdrawn what) {
        Turn turn = what.turn();
        runner.forget(turn.session());
        shown(turn.session(), List.of(what.event()));
        lanes.withdraw(turn.session(), turn.id());
        what.into().ifPresent(other -> lanes.withdraw(turn.session(), other));
    }

    /// Says something to the owner that is no answer, in a turn that is over at once; returns once it is on disk. No
    /// model is asked, and none ever reads it.
    public void tell(SessionKey session, Transcripts.Announcement what) {
        transcripts.tell(session, what, kept -> shown(session, kept));
    }

    /// The bytes of an image or document that a conversation shows; empty where it has none of that name.
    public Optional<byte[]> shown(SessionKey session, String sha256) {
        return transcripts.attachments(session).read(sha256);
    }

    /// The file that a call gave in a conversation.
    public Optional<GivenFile> given(SessionKey session, String call) {
        return transcripts.given(session, call);
    }

    public List<Summary> sessions(String sender) {
        return transcripts.sessions(sender);
    }

    /// Conversations of all others than the owner.
    public List<Transcripts.GuestSummary> guests() {
        return transcripts.guests();
    }

    /// Sends everything after `after` (−1: the recent part), then what happens, until the caller's thread is
    /// interrupted or `frames` fails.
    public void watch(SessionKey session, long after, Consumer<byte[]> frames) throws InterruptedException {
        if (!watchers.tryAcquire()) {
            throw ContractException.refused(
                    "busy", "Too many windows watch conversations. Close some, then try again.");
        }
        Hall hall = audience.enter(session);
        try (Seat seat = hall.sit()) {
            new Watch(transcripts, session, frames).follow(seat, after);
        } finally {
            audience.leave(session);
            watchers.release();
        }
    }

    /// Chooses what becomes of messages that come while a turn runs.
    public void choose(SessionKey session, Meanwhile meanwhile) {
        transcripts.choose(session, meanwhile);
    }

    /// Chooses the model that is asked first in a conversation, from its next turn on; empty for the usual one.
    public void choose(SessionKey session, String model) {
        transcripts.choose(session, model);
    }

    /// The model that was chosen for a conversation; empty for the usual one.
    public String model(SessionKey session) {
        return transcripts.model(session);
    }

    /// Has a conversation summed up, once what runs in it is over; what came of it is said there. Refuses with reason
    /// `nothing-to-sum-up` where that is not worth it.
    ///
    /// @return about how many tokens of it a model is shown now
    public int sumUp(SessionKey session) {
        Past past = transcripts.past(new Turn("", session, Long.MAX_VALUE, "", false, true));
        if (past.worthSummingUp().isEmpty()) {
            throw ContractException.refused(
                    "nothing-to-sum-up", "This conversation is short enough, so nothing was changed.");
        }
        transcripts.sumUp(session, newTurn(), SUMMING_UP, this::taken);
        return Weight.tokens(past.weight());
    }

    private static String newTurn() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /// Ends the turn that runs, if one does, and waits until it has.
    public boolean stop(SessionKey session) throws InterruptedException {
        Optional<RunningTurn> running = lanes.running(session);
        if (running.isEmpty()) {
            // It waits for the person to answer a question.
            Optional<RunningTurn> ending = lanes.endResting(session, RunningTurn.Why.STOPPED);
            return ending.isPresent() && ending.get().awaitOver(STOP_MILLIS);
        }
        running.get().stop(RunningTurn.Why.STOPPED);
        return running.get().awaitOver(STOP_MILLIS);
    }

    /// How many turns run now.
    public int running() {
        return lanes.running();
    }

    @Override
    public void close() {
        expiry.close();
        lanes.close();
    }
}
