package moltbot.runtime.person;

import java.util.List;
import java.util.Optional;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ToolSpec;
import moltbot.runtime.question.Question;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.AuthorizedCall;
import moltbot.runtime.tool.BadInput;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.Schema;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.words.Words;

/// `ask_user`: a question to whoever the conversation is with. The turn rests until they write; what they write is its
/// answer.
public final class AskUser implements Tool {
    private static final List<String> FIELDS = List.of("question", "choices");
    private static final ToolSpec SPEC = new ToolSpec(
            "ask_user",
            "Asks the person and waits for their answer. Only where you cannot go on without it. It is no approval;"
                    + " never ask for codes or passwords.",
            new Schema()
                    .text("question", "one question")
                    .texts("choices", "up to " + Question.MAX_CHOICES + " short answers to choose from")
                    .require("question")
                    .build());

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Capability capability() {
        return Capability.ASK_USER;
    }

    @Override
    public Prepared prepare(JsonObject input, Around around) {
        if (around.isWithoutPeople()) {
            throw new BadInput("Nobody is here to answer: not in a scheduled run, nor where a program asks. Go on with"
                    + " what you know, and say in your answer what you would have asked.");
        }
        String text = Schema.read(input, FIELDS, json -> plain(json.text("question"), Question.MAX_CHARS));
        List<String> choices = Schema.read(
                input,
                FIELDS,
                json -> json.listOr("choices", JsonArray.EMPTY).texts().stream()
                        .map(choice -> plain(choice, Question.MAX_CHOICE_CHARS))
                        .toList());
        if (choices.size() > Question.MAX_CHOICES || choices.stream().distinct().count() < choices.size()) {
            throw new BadInput("There are at most " + Question.MAX_CHOICES + " choices, each another.");
        }
        return new Call(new Question(text, choices));
    }

    /// One line, without what could hide in it or turn it around.
    private static String plain(String text, int most) {
        String line = Words.line(text, most);
        if (line.isBlank() || text.length() > most) {
            throw new BadInput("A question has 1 to " + Question.MAX_CHARS + " characters, a choice 1 to "
                    + Question.MAX_CHOICE_CHARS + ".");
        }
        return line;
    }

    private record Call(Question question) implements Prepared {
        @Override
        public Effect effect() {
            return new Effect(
                    Capability.ASK_USER,
                    JsonObject.with("question", question.text())
                            .with("choices", JsonArray.ofTexts(question.choices()))
                            .build());
        }

        @Override
        public Optional<Question> asks() {
            return Optional.of(question);
        }

        @Override
        public ToolOutcome run(AuthorizedCall authorized) {
            throw new IllegalStateException("A question is answered by a person.");
        }
    }
}
