package moltbot.runtime.question;

import java.util.List;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// What whoever a conversation is with is asked. An answer says something and permits nothing.
///
/// @param choices  what may be chosen by its number, from 1, or by its words; may be empty
public record Question(String text, List<String> choices) {
    /// Longest question and longest choice, in characters, and most choices.
    public static final int MAX_CHARS = 600;

    public static final int MAX_CHOICE_CHARS = 80;

    public static final int MAX_CHOICES = 8;

    public Question {
        choices = List.copyOf(choices);
    }

    /// As a model wrote it, and a tool has read it before.
    public static Question of(JsonObject input) {
        return new Question(
                input.text("question"), input.listOr("choices", JsonArray.EMPTY).texts());
    }

    /// What an answer means to whoever asked. A choice's words are not the person's own, whatever they chose by.
    public String answered(String words) {
        int chosen = chosen(words.strip());
        return chosen > 0
                ? "They chose " + chosen + ": " + choices.get(chosen - 1)
                : "They answered in their own words, which follow.";
    }

    private int chosen(String words) {
        if (words.matches("[1-9]\\.?")) {
            int number = words.charAt(0) - '0';
            return number <= choices.size() ? number : 0;
        }
        for (int i = 0; i < choices.size(); i++) {
            if (choices.get(i).equalsIgnoreCase(words)) {
                return i + 1;
            }
        }
        return 0;
    }
}
