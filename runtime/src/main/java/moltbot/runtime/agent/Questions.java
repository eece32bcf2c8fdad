package moltbot.runtime.agent;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.model.ModelMessage.Role;
import moltbot.runtime.agent.CallMark.State;
import moltbot.runtime.agent.Conversation.Wish;
import moltbot.runtime.question.Question;
import moltbot.runtime.question.SecretCode;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import moltbot.runtime.workspace.WorkspaceChange;

/// Questions to whoever the conversation is with. A question is on disk before it is shown; the turn rests, without a
/// thread, until the person's next message in this very conversation, whatever is killed meanwhile. An answer is what
/// the person wrote, has their label, and permits nothing.
final class Questions {
    /// How long a question waits.
    static final Duration LIFE = Duration.ofHours(24);

    private static final String OWNER = "owner";

    /// What becomes of a turn that asks.
    enum Then {
        /// The answer is in the conversation.
        GOES_ON,
        /// It must wait.
        RESTS,
        /// Nobody answered, and the turn is over.
        IS_OVER
    }

    private final InstantSource clock;

    Questions(InstantSource clock) {
        this.clock = clock;
    }

    /// Puts a question; or says why not.
    ///
    /// @return empty where it was put
    Optional<ToolOutcome> put(TurnScene scene, Wish wish, Question question) throws InterruptedException {
        if (scene.stage().next().isPresent()) {
            return Optional.of(ToolOutcome.of(
                    Outcome.FAILED,
                    "Nothing was asked: the person has already written something else, which comes next. Go on without"
                            + " an answer."));
        }
        long until = clock.millis() + LIFE.toMillis();
        scene.commit(new Step.Builder()
                .fact(Origin.MODEL, new ChatFact.QuestionAsked(wish.id(), question.text(), question.choices(), until))
                .mark(new CallMark(wish.id(), State.ASKED, "", until))
                .build());
        return Optional.empty();
    }

    /// True where a call is a question that was put.
    static boolean isPut(TurnScene scene, Wish wish) {
        CallMark mark = scene.marks().get(wish.id());
        return mark != null && mark.state() == State.ASKED;
    }

    /// Looks whether the answer has come.
    Then settle(TurnScene scene, Wish wish, ToolRunner tools) throws InterruptedException {
        CallMark mark = Objects.requireNonNull(scene.marks().get(wish.id()));
        long until = mark.until();
        if (clock.millis() >= until) {
            Step.Builder step = new Step.Builder();
            tools.conclude(step, scene, wish, of(Outcome.FAILED, "Nobody answered within a day.", "expired"));
            tools.abandon(step, scene, "Nobody answered the question before it.");
            scene.commit(step.notice(
                            "question-expired",
                            "My question was not answered within a day, so I went no further. Ask again if you still"
                                    + " want it.")
                    .finished("done")
                    .build());
            return Then.IS_OVER;
        }
        Optional<Newcomer> next = scene.stage().next();
        while (next.isPresent() && SecretCode.isAll(next.get().wrote())) {
            scene.commit(new Step.Builder()
                    .joined(next.get().turn())
                    .notice(
                            "code-withheld",
                            "That looks like a code that proves who you are. I have no use for one, so it was not passed"
                                    + " on to the model: give such codes to nobody who asks. My question still stands;"
                                    + " if it is something else, say it in a sentence.")
                    .build());
            next = scene.stage().next();
        }
        if (next.isEmpty()) {
            scene.stage().rests(until);
            return Then.RESTS;
        }
        answer(scene, wish, next.get(), tools);
        return Then.GOES_ON;
    }

    /// What the model wanted beside the question, it wanted without the answer: it is not done.
    private static void answer(TurnScene scene, Wish wish, Newcomer person, ToolRunner tools)
            throws InterruptedException {
        Step.Builder step = new Step.Builder();
        Question question = Question.of(wish.input());
        tools.conclude(step, scene, wish, of(Outcome.OK, question.answered(person.wrote()), "answered"));
        tools.abandon(
                step, scene, "It was wanted before the person had answered. Want it again if it fits the answer.");
        step.said(scene.conversation()
                        .add(Origin.OWNER, Role.USER, person.message().content()))
                .joined(person.turn())
                .read(person.label())
                .read(scene.sender().equals(OWNER) ? Label.OWNERS : Label.WORST);
        scene.commit(step.build());
    }

    private static ToolOutcome of(Outcome outcome, String output, String how) {
        return new ToolOutcome(outcome, output, JsonObject.with("question", how).build(), WorkspaceChange.NONE, false);
    }
}
