package moltbot.runtime.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import moltbot.contract.ContractException;
import moltbot.contract.chat.ChatFact;
import moltbot.runtime.agent.Newcomer;
import moltbot.runtime.agent.Stage;
import moltbot.runtime.agent.Step;
import moltbot.runtime.outbox.Previews;
import moltbot.runtime.patience.Patience;
import org.jspecify.annotations.Nullable;

/// Keeps a running turn's steps and calls them out to its watchers. While the disk refuses, it waits and tries again:
/// a step that is not kept must not be followed by its effect.
final class TurnStage implements Stage {
    private static final System.Logger LOG = System.getLogger("turn");
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final RunningTurn running;
    private final Turn turn;
    private final Transcripts transcripts;
    private final Hall hall;
    private final TurnClock clock;
    private final Patience patience;
    private final Previews previews;
    private boolean toldOfSilence;
    private @Nullable Future<?> silence;

    TurnStage(
            RunningTurn running,
            Transcripts transcripts,
            Hall hall,
            TurnClock clock,
            Patience patience,
            Previews previews) {
        this.running = running;
        this.turn = running.turn();
        this.transcripts = transcripts;
        this.hall = hall;
        this.clock = clock;
        this.patience = patience;
        this.previews = previews;
    }

    @Override
    public void commit(Step step) throws InterruptedException {
        patience.retry(FOR_EVER, TurnStage::isStorage, () -> {
            transcripts.append(turn, step, kept -> publish(step, kept));
            return step;
        });
        if (!step.joined().isEmpty()) {
            running.behind().joined(step.joined());
        }
    }

    @Override
    public List<Newcomer> newcomers() {
        List<Turn> waiting = messages();
        if (waiting.isEmpty() || transcripts.meanwhile(turn.session()) == Meanwhile.QUEUE) {
            return List.of();
        }
        return waiting.stream().map(this::newcomer).toList();
    }

    /// What people wrote meanwhile: nothing else joins a turn.
    private List<Turn> messages() {
        return running.behind().turns().stream().filter(next -> !next.sumsUp()).toList();
    }

    private Newcomer newcomer(Turn next) {
        return new Newcomer(
                next.id(), transcripts.begin(next), transcripts.wrote(next), transcripts.label(turn.session()));
    }

    @Override
    public Optional<Newcomer> next() {
        return messages().stream().findFirst().map(this::newcomer);
    }

    @Override
    public void rests(long until) {
        running.rest(until);
    }

    @Override
    public List<String> approvals(long from, long to) {
        return transcripts.approvals(turn.session(), from, to);
    }

    private void publish(Step step, List<Kept> kept) {
        boolean endsDraft = !step.said().isEmpty()
                || step.outcome().isPresent()
                || step.facts().stream().anyMatch(entry -> entry.fact() instanceof ChatFact.AssistantText);
        if (endsDraft) {
            previews.said(
                    turn.id(), step.facts().stream().anyMatch(entry -> entry.fact() instanceof ChatFact.AssistantText));
        }
        hall.publish(kept, endsDraft);
    }

    private static boolean isStorage(ContractException e) {
        return e.reason().equals("storage");
    }

    @Override
    public void waitingForPerson(boolean waiting) {
        clock.waitingForPerson(waiting);
    }

    @Override
    public Limit limit(Duration most) {
        return clock.limit(most);
    }

    @Override
    public synchronized void waitingForModel(boolean waiting) {
        Future<?> before = silence;
        if (before != null) {
            before.cancel(false);
        }
        silence = waiting && !toldOfSilence ? clock.afterSilence(this::tellOfSilence) : null;
    }

    /// Once a turn; nobody waits for it, and where the turn is over meanwhile it is not said any more.
    private void tellOfSilence() {
        synchronized (this) {
            if (toldOfSilence || silence == null) {
                return;
            }
            toldOfSilence = true;
        }
        Step step = new Step.Builder()
                .notice("still-waiting", "The model has not begun to answer yet. It is still waited for; Stop ends it.")
                .build();
        try {
            transcripts.append(turn, step, kept -> hall.publish(kept, false));
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "A notice about silence came too late: {0}", e.reason());
        }
    }

    @Override
    public void add(String text) {
        waitingForModel(false);
        hall.draft(turn.id(), text);
        previews.add(turn.id(), () -> transcripts.address(turn.session()), text);
    }

    @Override
    public void restart() {
        hall.restartDraft(turn.id());
        previews.said(turn.id(), false);
    }
}
