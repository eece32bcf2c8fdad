package moltbot.runtime.session;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.model.ModelMessage;
import moltbot.runtime.agent.AgentLoop;
import moltbot.runtime.agent.Conversation;
import moltbot.runtime.agent.Origin;
import moltbot.runtime.agent.Said;
import moltbot.runtime.agent.Step;
import moltbot.runtime.agent.TurnScene;
import moltbot.runtime.context.Past;
import moltbot.runtime.outbox.Previews;
import moltbot.runtime.patience.Patience;
import moltbot.runtime.session.RunningTurn.Why;
import moltbot.runtime.session.Transcripts.Progress;

/// Runs one turn from wherever it stands to its end, and sees to it that it has one: done, failed with a sentence that
/// says why, or stopped. Safe for several threads.
final class TurnRunner implements Lanes.Runner {
    /// How long a turn may take.
    ///
    /// @param turn    its own time
    /// @param person  one wait for a person
    /// @param silence  of a model, after which the person is told that it is waited for
    record Limits(Duration turn, Duration person, Duration silence) {
        static final Limits STANDARD =
                new Limits(Duration.ofMinutes(15), Duration.ofMinutes(16), Duration.ofSeconds(8));
    }

    private static final System.Logger LOG = System.getLogger("turn");

    private final Transcripts transcripts;
    private final AgentLoop agent;
    private final Audience audience;
    private final Patience patience;
    private final Previews previews;
    private final Limits limits;
    private final Histories histories;

    TurnRunner(
            Transcripts transcripts,
            AgentLoop agent,
            Audience audience,
            Previews previews,
            Patience patience,
            Limits limits) {
        this.previews = previews;
        this.transcripts = transcripts;
        this.agent = agent;
        this.audience = audience;
        this.patience = patience;
        this.limits = limits;
        this.histories = new Histories(transcripts);
    }

    @Override
    public void run(RunningTurn running) {
        Turn turn = running.turn();
        Hall hall = audience.enter(turn.session());
        try (TurnClock clock = new TurnClock(running, limits)) {
            TurnStage stage = new TurnStage(running, transcripts, hall, clock, patience, previews);
            Optional<TurnScene> scene = Optional.empty();
            try {
                Past past = patience.retry(limits.turn(), TurnRunner::isStorage, () -> histories.take(turn));
                TurnScene begun = patience.retry(limits.turn(), TurnRunner::isStorage, () -> scene(turn, past, stage));
                scene = Optional.of(begun);
                if (turn.resumed()) {
                    stage.restart();
                }
                if (running.stopping()) {
                    throw new InterruptedException("It is to end before it goes on.");
                }
                if (turn.sumsUp()) {
                    agent.sumUp(begun);
                } else {
                    agent.run(begun);
                }
                boolean asItWas = running.restsUntil() > 0 || turn.sumsUp();
                histories.put(
                        turn.session(),
                        asItWas
                                ? begun.conversation().past()
                                : begun.conversation().asPast());
            } catch (InterruptedException e) {
                end(running, stage, scene, Optional.empty());
            } catch (RuntimeException e) {
                end(running, stage, scene, Optional.of(e));
            }
        } finally {
            previews.over(turn.id());
            audience.leave(turn.session());
        }
    }

    @Override
    public void lost(RunningTurn running) {
        LOG.log(
                System.Logger.Level.ERROR,
                "The turn {0} did not end and is left behind.",
                running.turn().id());
        Hall hall = audience.enter(running.turn().session());
        try {
            Step step = new Step.Builder()
                    .notice(
                            "turn-lost",
                            "This did not end when it was told to and was left behind. What it was doing may have"
                                    + " happened; nothing more of it is kept. The conversation goes on.")
                    .finished("failed")
                    .build();
            transcripts.append(running.turn(), step, kept -> hall.publish(kept, true));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "The end of a turn could not be kept; it goes on at the next start.", e);
        } finally {
            audience.leave(running.turn().session());
        }
    }

    /// What is known of a conversation's past is read again before its next turn: something of it was taken back.
    void forget(SessionKey session) {
        histories.forget(session);
    }

    private TurnScene scene(Turn turn, Past past, TurnStage stage) {
        boolean fresh = !turn.resumed() && !turn.text().isEmpty();
        Progress progress = fresh
                ? new Progress(List.of(new Said(0, Origin.OWNER, ModelMessage.user(turn.text()))), Map.of(), Map.of())
                : transcripts.progress(turn);
        Conversation conversation =
                new Conversation(turn.id(), turn.seq(), transcripts.label(turn.session()), past, progress.said());
        conversation.askFirst(transcripts.model(turn.session()));
        progress.parts().forEach(conversation::restore);
        return new TurnScene(
                turn.session().sender(),
                turn.session().name(),
                turn.id(),
                conversation,
                transcripts.workspace(turn.session()),
                transcripts.attachments(turn.session()),
                progress.marks(),
                stage);
    }

    /// Writes the last step of a turn that did not come to one by itself.
    private void end(
            RunningTurn running, TurnStage stage, Optional<TurnScene> scene, Optional<RuntimeException> failure) {
        Optional<Why> why = running.takeNote();
        boolean goesOn = why.isPresent() && why.get() == Why.SHUTDOWN;
        if (goesOn || failure.filter(TurnRunner::isOver).isPresent()) {
            return;
        }
        // From here on nobody interrupts; what was meant for the work must not break its end.
        boolean _ = Thread.interrupted();
        Step.Builder step = new Step.Builder();
        String reason = why.map(TurnRunner::sentence).orElse("The turn ended early.");
        scene.ifPresent(there -> agent.abandon(step, there, reason));
        if (why.isPresent()) {
            if (why.get() == Why.TOO_LONG) {
                step.notice(
                        "turn-too-long", "This took too long and was ended. What was said is kept; try it in parts.");
            }
            step.finished(why.get() == Why.STOPPED || why.get() == Why.WITHDRAWN ? "stopped" : "failed");
        } else {
            Failure told = running.turn().sumsUp() ? Failure.ofSummary(failure) : Failure.of(failure);
            step.notice(told.code(), told.text()).finished("failed");
        }
        try {
            stage.commit(step.build());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "The end of a turn could not be kept; it goes on at the next start.", e);
        }
    }

    private static String sentence(Why why) {
        return switch (why) {
            case STOPPED -> "Stopped by the owner.";
            case WITHDRAWN -> "Whoever wanted it took it back.";
            case TOO_LONG -> "The turn took too long and was ended.";
            case SHUTDOWN -> "The assistant was shut down.";
        };
    }

    private static boolean isStorage(ContractException e) {
        return e.reason().equals("storage");
    }

    private static boolean isOver(RuntimeException e) {
        return e instanceof ContractException refused
                && refused.code() == Code.REFUSED
                && refused.reason().equals("turn-over");
    }
}
