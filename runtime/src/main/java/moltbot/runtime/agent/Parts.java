package moltbot.runtime.agent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.model.ModelMessage.Role;
import moltbot.runtime.agent.Conversation.Wish;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import moltbot.runtime.tool.Toolbox;
import moltbot.runtime.tool.Toolbox.Offer;

/// Sub-agents: each does a part of a turn within that turn, on its thread, in its conversation's name and with its
/// label, and so with its rights. It sees the task and nothing else, has fewer tools and smaller bounds, and what it
/// uses of them is the turn's. Each of its steps is on disk before the next, so it survives what its turn survives.
/// Safe for several threads.
final class Parts {
    /// What one sub-agent may use.
    ///
    /// @param answers  of the model
    /// @param calls    of tools
    /// @param time     of its own, without waits for a person
    record Bounds(int answers, int calls, Duration time) {
        static final Bounds STANDARD = new Bounds(20, 40, Duration.ofMinutes(6));
    }

    private static final List<String> ITS_OWN = List.of("budget-part", "model-rejected");

    private final Model model;
    private final Enclosures enclosures;
    private final Toolbox toolbox;
    private final Questions questions;
    private final Bounds bounds;

    Parts(Model model, Enclosures enclosures, Toolbox toolbox, Questions questions, Bounds bounds) {
        this.model = model;
        this.enclosures = enclosures;
        this.toolbox = toolbox;
        this.questions = questions;
        this.bounds = bounds;
    }

    /// Does a part, or goes on with it where an earlier process had begun it. Fails with what the model failed with,
    /// where that fails the turn too.
    ToolOutcome run(TurnScene turn, Wish wish, Tool.Part part, ToolRunner tools) throws InterruptedException {
        Optional<Conversation> begun = turn.conversation().part(wish.id());
        Conversation mine =
                begun.isPresent() ? begun.get() : turn.conversation().begin(wish.id(), part.task());
        TurnScene scene = turn.in(mine, new Within(turn, wish.id()));
        if (begun.isEmpty()) {
            scene.commit(new Step.Builder().said(mine.first()).build());
        }
        Stage.Limit limit = turn.stage().limit(bounds.time());
        try (limit) {
            return work(turn, scene, part, tools);
        } catch (InterruptedException e) {
            if (!limit.isOver()) {
                throw e;
            }
        } catch (ContractException e) {
            if (!ITS_OWN.contains(e.reason())) {
                throw e;
            }
            return ended(scene, tools, String.valueOf(e.getMessage()));
        }
        return ended(scene, tools, "Its time ran out.");
    }

    private ToolOutcome work(TurnScene turn, TurnScene scene, Tool.Part part, ToolRunner tools)
            throws InterruptedException {
        Conversation mine = scene.conversation();
        while (true) {
            Offer all = toolbox.offer(scene.workspace());
            for (Wish wish : mine.unanswered()) {
                // What may have run already is settled first, whatever was said since.
                if (!tools.wasSent(scene, wish) && isWanted(turn)) {
                    return ended(scene, tools, "The person wrote something new, so it was ended.");
                }
                if (mine.results() >= bounds.calls()) {
                    return ended(scene, tools, "It made " + bounds.calls() + " calls, as many as it may.");
                }
                tools.run(scene, wish, narrowed(scene, part, all), questions, this);
            }
            if (isWanted(turn)) {
                return ended(scene, tools, "The person wrote something new, so it was ended.");
            }
            if (mine.answers() >= bounds.answers() || turn.conversation().allAnswers() >= AgentLoop.MAX_ANSWERS) {
                return ended(scene, tools, "It took " + mine.answers() + " steps, and no more were left for it.");
            }
            Answer answer = ask(scene, narrowed(scene, part, toolbox.offer(scene.workspace())));
            if (answer.wantsTools() || !answer.text().isBlank()) {
                scene.commit(new Step.Builder()
                        .said(mine.add(Origin.MODEL, Role.ASSISTANT, answer.content()))
                        .build());
            }
            if (!answer.wantsTools()) {
                return outcome(answer);
            }
        }
    }

    private Offer narrowed(TurnScene scene, Tool.Part part, Offer all) {
        Offer mine = toolbox.forPart(all, part, scene.workspace());
        return toolbox.after(mine, scene.conversation().worked(), scene.workspace());
    }

    /// True where a person wants the turn itself.
    private static boolean isWanted(TurnScene turn) {
        return !turn.stage().newcomers().isEmpty();
    }

    private Answer ask(TurnScene scene, Offer offer) throws InterruptedException {
        scene.stage().waitingForModel(true);
        try {
            return enclosures.ask(
                    model,
                    scene.conversation().request(SystemPrompt.PART, offer.specs()),
                    scene.attachments(),
                    scene.stage());
        } finally {
            scene.stage().waitingForModel(false);
        }
    }

    private static ToolOutcome outcome(Answer answer) {
        if (answer.text().isBlank()) {
            return ToolOutcome.of(Outcome.FAILED, "The sub-agent gave no answer.");
        }
        return answer.stop().equals("length")
                ? ToolOutcome.of(Outcome.FAILED, answer.text() + "\n[Its answer was cut off at its length limit.]\n")
                : ToolOutcome.of(Outcome.OK, answer.text());
    }

    /// It did not come to its end by itself: what it had open is over, what it had done stays, and what it last said is
    /// passed on as no more than that.
    private static ToolOutcome ended(TurnScene scene, ToolRunner tools, String why) throws InterruptedException {
        Step.Builder builder = new Step.Builder();
        tools.abandon(builder, scene, why);
        Step step = builder.build();
        if (!step.isEmpty()) {
            scene.commit(step);
        }
        String last = scene.conversation().lastWords();
        return ToolOutcome.of(
                Outcome.FAILED,
                "[The sub-agent did not finish. " + why + " What it had done until then is done.]\n"
                        + (last.isEmpty() ? "" : "It last said:\n" + last));
    }

    /// Where a sub-agent does its part: its steps are steps of the turn, its drafts are for nobody, and nobody writes
    /// to it.
    private record Within(TurnScene turn, String call) implements Stage {
        @Override
        public void commit(Step step) throws InterruptedException {
            turn.commit(step.inPart(call));
        }

        @Override
        public List<Newcomer> newcomers() {
            return List.of();
        }

        @Override
        public Optional<Newcomer> next() {
            return Optional.empty();
        }

        @Override
        public void rests(long until) {
            throw new IllegalStateException("A sub-agent asks nobody.");
        }

        @Override
        public List<String> approvals(long from, long to) {
            return List.of();
        }

        @Override
        public void waitingForPerson(boolean waiting) {
            turn.stage().waitingForPerson(waiting);
        }

        @Override
        public void waitingForModel(boolean waiting) {
            turn.stage().waitingForModel(waiting);
        }

        @Override
        public Limit limit(Duration most) {
            throw new IllegalStateException("A sub-agent has none of its own.");
        }

        /// Words come, so the model is not silent.
        @Override
        public void add(String text) {
            turn.stage().waitingForModel(false);
        }

        @Override
        public void restart() {
            turn.stage().waitingForModel(true);
        }
    }
}
