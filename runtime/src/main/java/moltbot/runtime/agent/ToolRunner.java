package moltbot.runtime.agent;

import java.util.List;
import java.util.Optional;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.model.Attachment;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage.Role;
import moltbot.runtime.agent.CallMark.State;
import moltbot.runtime.agent.Conversation.Wish;
import moltbot.runtime.patience.Patience;
import moltbot.runtime.tool.Authority.Question;
import moltbot.runtime.tool.BadInput;
import moltbot.runtime.tool.LongOutput;
import moltbot.runtime.tool.OutputBuffer;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.Tool.Prepared;
import moltbot.runtime.tool.ToolGate;
import moltbot.runtime.tool.ToolGate.Passage;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import moltbot.runtime.tool.Toolbox;
import moltbot.runtime.tool.Toolbox.Offer;
import org.jspecify.annotations.Nullable;

/// Carries one tool call from wish to result. Each stage is on disk before the next: announced, judged, sent, finished
/// together with its result and its change to the workspace. Safe for several threads.
public final class ToolRunner {
    private static final int MAX_ATTEMPTS = 6;

    private final ToolGate gate;
    private final Toolbox toolbox;
    private final LongOutput longOutput;
    private final Patience patience;

    public ToolRunner(ToolGate gate, Toolbox toolbox, LongOutput longOutput, Patience patience) {
        this.gate = gate;
        this.toolbox = toolbox;
        this.longOutput = longOutput;
        this.patience = patience;
    }

    /// Runs a call, or finds out why not; its result is in the conversation and on disk afterwards.
    ///
    /// @param questions  puts what is a question to a person
    /// @param parts      has sub-agents do parts of the work
    void run(TurnScene scene, Wish wish, Offer offer, Questions questions, Parts parts) throws InterruptedException {
        if (wasSent(scene, wish)) {
            ToolOutcome unknown = ToolOutcome.of(
                    Outcome.UNKNOWN,
                    "The assistant was interrupted while this ran, so how it ended is not known. It was not run"
                            + " again, and nothing of it was kept in the workspace.");
            finish(scene, wish, unknown, wish.input());
            gate.report(wish.id(), unknown);
            return;
        }
        Optional<Tool> tool = toolbox.find(wish.name(), scene.workspace());
        if (tool.isEmpty() || !offer.has(wish.name())) {
            String how = tool.isEmpty() ? missing(wish.name()) : "";
            finish(scene, wish, ToolOutcome.of(Outcome.DENIED, "This tool is not available now." + how), wish.input());
            return;
        }
        try (Prepared prepared = tool.get().prepare(wish.input(), scene.around())) {
            judgeAndRun(scene, wish, prepared, questions, parts);
        } catch (BadInput e) {
            finish(scene, wish, ToolOutcome.of(Outcome.FAILED, String.valueOf(e.getMessage())), wish.input());
        }
    }

    /// What to do about a tool that the conversation does not have.
    private static String missing(String name) {
        if (name.equals("background")) {
            // It is there while its conversation has something, which this process would know.
            return " Nothing of this conversation runs in the background: what did ended, at the latest when the house"
                    + " was restarted, and what it printed is lost.";
        }
        return name.startsWith("mcp__") ? " Load it with load_tools first." : "";
    }

    /// True if the call may have run before this process began.
    boolean wasSent(TurnScene scene, Wish wish) {
        CallMark mark = scene.marks().get(wish.id());
        return mark != null && mark.state() == State.SENT;
    }

    /// The same, also of what a sub-agent does for it.
    boolean mayHaveRun(TurnScene scene, Wish wish) {
        return wasSent(scene, wish)
                || scene.conversation()
                        .part(wish.id())
                        .filter(part -> part.unanswered().stream().anyMatch(one -> wasSent(scene, one)))
                        .isPresent();
    }

    private void judgeAndRun(TurnScene scene, Wish wish, Prepared prepared, Questions questions, Parts parts)
            throws InterruptedException {
        JsonObject shows = prepared.effect().shows();
        if (!scene.marks().containsKey(wish.id())) {
            scene.commit(new Step.Builder()
                    .fact(Origin.MODEL, new ChatFact.ToolStarted(wish.id(), wish.name(), shows))
                    .mark(new CallMark(wish.id(), State.STARTED, ""))
                    .build());
        }
        Asked asked = new Asked(scene, wish, shows);
        Question question = new Question(wish.id(), scene.asker(), wish.name(), prepared.effect());
        ToolOutcome outcome = attempt(question, prepared, asked, scene);
        for (int failures = 0; outcome.tryAgain() && failures < MAX_ATTEMPTS; failures++) {
            patience.pause(failures);
            outcome = attempt(question, prepared, asked, scene);
        }
        if (asked.passed() && prepared.asks().isPresent()) {
            Optional<ToolOutcome> notPut =
                    questions.put(scene, wish, prepared.asks().get());
            if (notPut.isEmpty()) {
                return;
            }
            outcome = notPut.get();
        }
        Label leaves = asked.passed() ? prepared.leaves() : Label.OWNERS;
        if (asked.passed() && prepared.part().isPresent()) {
            outcome = parts.run(scene, wish, prepared.part().get(), this);
            leaves = scene.conversation().label();
        }
        ToolOutcome whole = outcome;
        try (var _ = whole.change()) {
            outcome = longOutput.windowed(whole, wish.name(), scene.workspace());
            Step.Builder step = finishing(new Step.Builder(), scene, wish, outcome, shows);
            scene.commit(step.read(leaves).build());
        }
        if (asked.passed()) {
            gate.report(wish.id(), outcome);
        }
    }

    private ToolOutcome attempt(Question question, Prepared prepared, Asked asked, TurnScene scene)
            throws InterruptedException {
        Passage passage = asked.judge(gate, question);
        return switch (passage) {
            case Passage.Denied(String why) -> ToolOutcome.of(Outcome.DENIED, why);
            case Passage.Shut(String why) -> ToolOutcome.of(Outcome.UNAVAILABLE, why);
            case Passage.Open(var call) -> {
                if (question.effect().capability().mayHaveHappened()) {
                    markSent(scene, question.call());
                }
                yield prepared.asks().isPresent() || prepared.part().isPresent()
                        ? ToolOutcome.of(Outcome.OK, "")
                        : prepared.run(call);
            }
        };
    }

    private static void markSent(TurnScene scene, String call) throws InterruptedException {
        CallMark mark = scene.marks().get(call);
        if (mark == null || mark.state() == State.STARTED) {
            scene.commit(new Step.Builder()
                    .mark(new CallMark(call, State.SENT, mark == null ? "" : mark.approval()))
                    .build());
        }
    }

    /// Adds the end of a call that took longer than its tool, and tells the gate.
    void conclude(Step.Builder step, TurnScene scene, Wish wish, ToolOutcome outcome) {
        finishing(step, scene, wish, outcome, null);
        gate.report(wish.id(), outcome);
    }

    private static void finish(TurnScene scene, Wish wish, ToolOutcome outcome, JsonObject shows)
            throws InterruptedException {
        scene.commit(finishing(new Step.Builder(), scene, wish, outcome, shows).build());
    }

    /// Adds the end of a call to a step: what the person sees, what the model sees, and what it changed.
    private static Step.Builder finishing(
            Step.Builder step, TurnScene scene, Wish wish, ToolOutcome outcome, @Nullable JsonObject shows) {
        String output = showing(step, scene, wish, outcome, shows);
        String text = output.isEmpty() ? "(no output)" : output;
        boolean failed = outcome.outcome() != Outcome.OK;
        List<Content.Media> media =
                outcome.attachments().stream().map(Attachment::media).toList();
        return step.said(scene.conversation()
                        .add(
                                Origin.TOOL,
                                Role.USER,
                                List.of(new Content.ToolResult(wish.toolUse(), text, failed, media))))
                .change(outcome.change())
                .attach(outcome.attachments());
    }

    /// Adds the end of a call as the person sees it.
    ///
    /// @return what came of it, as much as is kept
    private static String showing(
            Step.Builder step, TurnScene scene, Wish wish, ToolOutcome outcome, @Nullable JsonObject shows) {
        String output = OutputBuffer.bounded(outcome.output(), LongOutput.MAX_BYTES);
        if (shows != null && !scene.marks().containsKey(wish.id())) {
            step.fact(Origin.MODEL, new ChatFact.ToolStarted(wish.id(), wish.name(), shows));
        }
        String word = outcome.outcome().word();
        step.fact(Origin.TOOL, new ChatFact.ToolFinished(wish.id(), word, output, detail(outcome)))
                .mark(new CallMark(wish.id(), State.FINISHED, ""));
        outcome.gives()
                .ifPresent(gift -> step.fact(
                        Origin.TOOL, new ChatFact.FileGiven(wish.id(), gift.path(), gift.size(), gift.image())));
        return output;
    }

    /// Images are named where a person sees them too.
    private static JsonObject detail(ToolOutcome outcome) {
        List<String> images = outcome.attachments().stream()
                .map(Attachment::media)
                .filter(Content.Media::isImage)
                .map(Content.Media::sha256)
                .toList();
        return images.isEmpty()
                ? outcome.detail()
                : outcome.detail().toBuilder()
                        .with("images", JsonArray.ofTexts(images))
                        .build();
    }

    /// Adds the end of every call that has none to the last step of a turn that was cut short. What the gate was asked
    /// about is told to it too, so that no question stays open for a call that is over.
    void abandon(Step.Builder step, TurnScene scene, String why) {
        for (Wish wish : scene.conversation().unanswered()) {
            // What a sub-agent was doing for it is shown as over; the sub-agent is told nothing more.
            scene.conversation().part(wish.id()).ifPresent(part -> {
                for (Wish one : part.unanswered()) {
                    showing(step, scene, one, given(step, scene, one, why), one.input());
                }
            });
            finishing(step, scene, wish, given(step, scene, wish, why), wish.input());
        }
    }

    /// How a call ends that is given up, told to the gate.
    private ToolOutcome given(Step.Builder step, TurnScene scene, Wish wish, String why) {
        CallMark mark = scene.marks().get(wish.id());
        boolean sent = wasSent(scene, wish);
        boolean begun = sent || scene.conversation().part(wish.id()).isPresent();
        String output = sent
                ? why + " Nothing of it was kept in the workspace."
                : why + (begun ? " What its sub-agent had done is done." : " It was not run.");
        ToolOutcome outcome = ToolOutcome.of(begun ? Outcome.FAILED : Outcome.DENIED, output);
        if (mark != null && !mark.approval().isEmpty()) {
            step.fact(Origin.HOUSE, new ChatFact.ApprovalAnswered(wish.id(), mark.approval(), "expired"));
        }
        if (mark != null) {
            gate.report(wish.id(), outcome);
        }
        return outcome;
    }
}
