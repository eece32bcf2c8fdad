package moltbot.control.panel;

import java.util.List;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// Puts a turn into one answer of chat completions. What a question of the gate is about is not told: the owner sees it
/// in the panel, where alone it can be answered. For one thread.
final class CompletionAnswer {
    private final String id;
    private final long created;
    private final StringBuilder whole = new StringBuilder();
    private String step = "";
    private String notice = "";
    private boolean cutShort;
    private String outcome = "";

    /// @param created  in seconds since 1970
    CompletionAnswer(String id, long created) {
        this.id = id;
        this.created = created;
    }

    /// What comes to the answer by this; may be empty.
    String take(ChatFact fact) {
        String more = switch (fact) {
            case ChatFact.Draft(String text, boolean restart) -> draft(text, restart);
            case ChatFact.AssistantText(String text, String _, String _) -> complete(text);
            case ChatFact.ApprovalAsked _ -> paragraph("[The owner is asked to allow something first.]");
            case ChatFact.Notice(String code, String text) -> noticed(code, text);
            case ChatFact.QuestionAsked asked -> paragraph(asked.question());
            case ChatFact.TurnFinished(String how) -> finished(how);
            case ChatFact.TurnJoined _ -> finished("failed");
            case ChatFact.UserMessage _,
                    ChatFact.FileGiven _,
                    ChatFact.ToolStarted _,
                    ChatFact.ToolFinished _,
                    ChatFact.ApprovalAnswered _ -> "";
        };
        whole.append(more);
        return more;
    }

    private String draft(String text, boolean restart) {
        if (!restart || step.isEmpty()) {
            String more = (step.isEmpty() ? gap() : "") + text;
            step += text;
            return more;
        }
        if (text.startsWith(step)) {
            String more = text.substring(step.length());
            step = text;
            return more;
        }
        // What was sent cannot be taken back.
        step = text;
        return paragraph("[The answer begins anew.]") + "\n\n" + text;
    }

    private String complete(String text) {
        String said = step;
        step = "";
        if (said.isEmpty()) {
            return gap() + text;
        }
        return text.startsWith(said) ? text.substring(said.length()) : "";
    }

    private String noticed(String code, String text) {
        if (!code.equals("still-waiting") && !code.equals("summed-up")) {
            notice = text;
            cutShort |= code.equals("cut-short");
        }
        return "";
    }

    private String finished(String how) {
        outcome = how;
        return how.equals("done") && whole.isEmpty() && !notice.isEmpty() ? notice : "";
    }

    private String paragraph(String text) {
        return gap() + text;
    }

    private String gap() {
        return whole.isEmpty() ? "" : "\n\n";
    }

    /// The runtime went away in the middle.
    void lost() {
        outcome = "failed";
        notice =
                "The assistant was restarted before it had answered. Its answer comes to the conversation in the panel;"
                        + " ask again here in a moment.";
    }

    boolean over() {
        return !outcome.isEmpty();
    }

    /// A sentence for the program where there is no answer; empty where there is one.
    String failure() {
        if (outcome.equals("done")) {
            return "";
        }
        return notice.isEmpty() ? "The turn was ended before it had an answer." : notice;
    }

    private String finish() {
        return cutShort ? "length" : "stop";
    }

    /// The answer as one object.
    JsonObject completion() {
        JsonObject message = JsonObject.with("role", "assistant")
                .with("content", whole.toString())
                .build();
        return object("chat.completion", "message", message, finish());
    }

    /// One piece of a stream.
    JsonObject chunk(String more) {
        return object(
                "chat.completion.chunk",
                "delta",
                JsonObject.with("content", more).build(),
                "");
    }

    /// The first piece of a stream: who speaks.
    JsonObject opening() {
        JsonObject delta =
                JsonObject.with("role", "assistant").with("content", "").build();
        return object("chat.completion.chunk", "delta", delta, "");
    }

    /// The last piece of a stream.
    JsonObject closing() {
        return object("chat.completion.chunk", "delta", JsonObject.EMPTY, finish());
    }

    private JsonObject object(String kind, String part, JsonObject content, String finish) {
        JsonObject.Builder choice = JsonObject.with("index", 0).with(part, content);
        choice.with("finish_reason", finish.isEmpty() ? JsonValue.NULL : JsonValue.of(finish));
        return JsonObject.with("id", id)
                .with("object", kind)
                .with("created", created)
                .with("model", CompletionQuestion.MODEL)
                .with("choices", JsonArray.of(List.of(choice.build())))
                .build();
    }
}
