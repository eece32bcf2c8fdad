package moltbot.runtime.agent;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.model.ModelMessage.Role;
import moltbot.contract.model.ModelRequest;
import moltbot.contract.model.ToolSpec;
import moltbot.runtime.agent.Questions.Then;
import moltbot.runtime.tool.Toolbox;
import moltbot.runtime.tool.Toolbox.Missing;
import moltbot.runtime.tool.Toolbox.Offer;

/// The agent: ask the model, run the tools it wants, ask again, until it wants none. Knows neither storage nor screen.
/// Begins wherever the conversation stands, so a turn cut short by a crash simply goes on. Safe for several threads.
public final class AgentLoop {
    /// Most answers in one turn.
    public static final int MAX_ANSWERS = 40;

    private final Model model;
    private final Toolbox toolbox;
    private final ToolRunner tools;
    private final Enclosures enclosures = new Enclosures();
    private final Compaction compaction;
    private final Questions questions;
    private final Parts parts;

    /// @param clock  by which questions to people are over
    public AgentLoop(Model model, Toolbox toolbox, ToolRunner tools, InstantSource clock) {
        this(model, toolbox, tools, clock, Parts.Bounds.STANDARD);
    }

    AgentLoop(Model model, Toolbox toolbox, ToolRunner tools, InstantSource clock, Parts.Bounds bounds) {
        this.questions = new Questions(clock);
        this.model = model;
        this.toolbox = toolbox;
        this.tools = tools;
        this.compaction = new Compaction(model, enclosures);
        this.parts = new Parts(model, enclosures, toolbox, questions, bounds);
    }

    /// Runs a turn to its end, the last step included, or to where it rests until a person has written. Fails with what
    /// the model failed with.
    public void run(TurnScene scene) throws InterruptedException {
        String told = "";
        while (true) {
            Offer offer = toolbox.offer(scene.workspace());
            told = tell(scene, offer.notice(), told);
            if (runTools(scene, offer) != Then.GOES_ON) {
                return;
            }
            steer(scene);
            if (scene.conversation().allAnswers() >= MAX_ANSWERS) {
                scene.commit(new Step.Builder()
                        .notice(
                                "turn-too-long",
                                "This took " + MAX_ANSWERS + " steps and was ended. Say “go on” to go on.")
                        .finished("failed")
                        .build());
                return;
            }
            // Asked anew: what was just run may have brought tools.
            List<ToolSpec> specs =
                    narrowed(scene, toolbox.offer(scene.workspace())).specs();
            scene.stage().waitingForModel(true);
            compaction.makeRoom(scene, specs);
            Answer answer = ask(scene, scene.conversation().request(SystemPrompt.TEXT, specs));
            scene.commit(step(scene, answer));
            if (!answer.wantsTools()) {
                return;
            }
        }
    }

    /// Sums up what came before, because its owner wants that now; says in the conversation what came of it.
    public void sumUp(TurnScene scene) throws InterruptedException {
        scene.stage().waitingForModel(true);
        try {
            compaction.sumUp(scene, toolbox.offer(scene.workspace()).specs());
        } finally {
            scene.stage().waitingForModel(false);
        }
    }

    private Answer ask(TurnScene scene, ModelRequest request) throws InterruptedException {
        try {
            return enclosures.ask(model, request, scene.attachments(), scene.stage());
        } finally {
            scene.stage().waitingForModel(false);
        }
    }

    private Offer narrowed(TurnScene scene, Offer offer) {
        return toolbox.after(offer, scene.conversation().worked(), scene.workspace());
    }

    /// Runs what the latest answer wants, until a person says something new.
    private Then runTools(TurnScene scene, Offer offer) throws InterruptedException {
        for (Conversation.Wish wish : scene.conversation().unanswered()) {
            if (Questions.isPut(scene, wish)) {
                return questions.settle(scene, wish, tools);
            }
            // What may have run already is settled first, whatever was said since.
            if (!tools.mayHaveRun(scene, wish) && steer(scene)) {
                return Then.GOES_ON;
            }
            tools.run(scene, wish, narrowed(scene, offer), questions, parts);
            if (Questions.isPut(scene, wish)) {
                return questions.settle(scene, wish, tools);
            }
        }
        return Then.GOES_ON;
    }

    /// Has what people wrote meanwhile said in this turn; what the model wanted before it heard that is not done.
    private boolean steer(TurnScene scene) throws InterruptedException {
        List<Newcomer> newcomers =
                scene.conversation().answers() == 0 ? List.of() : scene.stage().newcomers();
        if (newcomers.isEmpty()) {
            return false;
        }
        Step.Builder step = new Step.Builder();
        tools.abandon(step, scene, "The person wrote something new first.");
        for (Newcomer newcomer : newcomers) {
            Role role = newcomer.message().role();
            step.said(scene.conversation()
                            .add(Origin.OWNER, role, newcomer.message().content()))
                    .joined(newcomer.turn())
                    .read(newcomer.label());
        }
        scene.commit(step.build());
        return true;
    }

    /// Adds to the last step of a turn that was cut short how its open calls ended.
    public void abandon(Step.Builder step, TurnScene scene, String why) {
        toolbox.cutShort(scene.workspace());
        tools.abandon(step, scene, why);
    }

    private static Step step(TurnScene scene, Answer answer) {
        Step.Builder step = new Step.Builder();
        String text = answer.text();
        if (!text.isBlank()) {
            step.fact(Origin.MODEL, new ChatFact.AssistantText(text, answer.provider(), answer.model()));
        }
        if (!text.isBlank() || answer.wantsTools()) {
            step.said(scene.conversation().add(Origin.MODEL, Role.ASSISTANT, answer.content()));
        }
        if (answer.wantsTools()) {
            return step.build();
        }
        if (answer.stop().equals("length")) {
            step.notice("cut-short", "The answer was cut off at its length limit. Say “go on” to get the rest.");
        } else if (text.isBlank()) {
            step.notice("no-answer", "The model gave no answer to this. Try saying it differently.");
        }
        return step.finished("done").build();
    }

    /// Says what is missing, once a turn; the code last told.
    private static String tell(TurnScene scene, Optional<Missing> missing, String told) throws InterruptedException {
        if (missing.isEmpty() || missing.get().code().equals(told)) {
            return told;
        }
        Step.Builder step = new Step.Builder();
        Missing what = missing.get();
        scene.commit(
                what.oncePerSession()
                        ? step.noticeOnce(what.code(), what.text()).build()
                        : step.notice(what.code(), what.text()).build());
        return what.code();
    }
}
