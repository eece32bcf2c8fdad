package moltbot.runtime.outbox;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import moltbot.contract.channel.Choice;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.chat.ChatFact;

/// What of a conversation is said in a messenger, and how. The reasons behind what does not work are for the owner.
public final class Wording {
    /// The code of a notice that tells what came of a scheduled run: made for whoever it is told.
    public static final String SCHEDULED = "scheduled";

    /// The code of a notice that somebody took back what they wrote: for whoever reads the conversation here.
    public static final String TAKEN_BACK = "taken-back";

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm z", Locale.ENGLISH);

    private Wording() {}

    /// Empty for what is not said there.
    ///
    /// @param owner  whether the conversation is the owner's own
    public static Optional<Letter.Body> of(ChatFact fact, boolean owner) {
        return switch (fact) {
            case ChatFact.AssistantText said -> said(said.text(), true);
            case ChatFact.Notice(String code, String text) when code.equals(SCHEDULED) -> said(text, true);
            case ChatFact.Notice(String code, String _) when code.equals(TAKEN_BACK) -> Optional.empty();
            case ChatFact.Notice notice -> said(owner ? notice.text() : forOthers(notice.code()), false);
            case ChatFact.ApprovalAsked asked ->
                said(
                        owner
                                ? "I need your yes before I go on: " + asked.why()
                                        + " Look at it and answer in the panel, or with: ./moltbot approve "
                                        + asked.approval()
                                : "I need my owner's yes before I go on, and have asked for it.",
                        false);
            case ChatFact.QuestionAsked asked ->
                said(question(asked), false).map(body -> body.offering(numbers(asked)));
            case ChatFact.UserMessage _,
                    ChatFact.Draft _,
                    ChatFact.ToolStarted _,
                    ChatFact.ToolFinished _,
                    ChatFact.FileGiven _,
                    ChatFact.ApprovalAnswered _,
                    ChatFact.TurnJoined _,
                    ChatFact.TurnFinished _ -> Optional.empty();
        };
    }

    private static Optional<Letter.Body> said(String text, boolean markdown) {
        return text.isBlank()
                ? Optional.empty()
                : Optional.of(markdown ? Letter.Body.markdown(text) : Letter.Body.plain(text));
    }

    /// Who asks is said, and what an answer is worth: what is asked is a model's words.
    private static String question(ChatFact.QuestionAsked asked) {
        StringBuilder text = new StringBuilder("A question from the assistant: ").append(asked.question());
        for (int i = 0; i < asked.choices().size(); i++) {
            text.append(i == 0 ? "\n\n" : "\n")
                    .append(i + 1)
                    .append(". ")
                    .append(asked.choices().get(i));
        }
        return text.append("\n\n")
                .append(
                        asked.choices().isEmpty()
                                ? "Your next message here is the answer."
                                : "Answer with a number or in your own words.")
                .append(" It permits nothing. Never send codes or passwords.")
                .toString();
    }

    /// A tap says no more than the number, and of which question: the words beside it are the model's, and nobody's
    /// own.
    private static List<QuickReply> numbers(ChatFact.QuestionAsked asked) {
        List<QuickReply> replies = new ArrayList<>();
        for (String choice : asked.choices().stream().limit(QuickReply.MOST).toList()) {
            Choice tap = new Choice(asked.expires(), replies.size() + 1);
            replies.add(new QuickReply(QuickReply.label(tap.number() + ". " + choice), tap.says(), ""));
        }
        return replies;
    }

    /// A notice that may arrive late, or be read late: it says when it was made.
    public static String dated(String text, long atMillis, ZoneId zone) {
        return text + " (" + MOMENT.format(Instant.ofEpochMilli(atMillis).atZone(zone)) + ")";
    }

    private static String forOthers(String code) {
        return switch (code) {
            case "tools-off" -> "My tools are off at the moment. I can still talk.";
            case "blocked" -> "My tools are off and my owner's panel is blocked at the moment. I can still talk.";
            case "still-waiting" -> "My model has not begun to answer yet. I am waiting for it.";
            // They see all that was said, as before.
            case "no-sandbox", "summed-up", "summing-up" -> "";
            case "cut-short" -> "That was cut off at its length limit. Say “go on” to get the rest.";
            case "no-answer" -> "I have no answer to this. Try saying it differently.";
            case "turn-too-long" -> "This took too long and was ended. Try it in parts.";
            default -> "Something did not work, so there is no answer to this. Your message is kept; try again later.";
        };
    }
}
