package moltbot.contract.chat;

import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// What a [ChatEvent] says.
public sealed interface ChatFact {
    /// A person wrote; the turn it begins carries its id.
    ///
    /// @param files  what came along
    record UserMessage(String id, String channel, String text, List<Received> files) implements ChatFact {
        public UserMessage {
            files = List.copyOf(files);
        }

        public UserMessage(String id, String channel, String text) {
            this(id, channel, text, List.of());
        }
    }

    /// A file that came along with a message and lies in the conversation's workspace.
    ///
    /// @param path   where there
    /// @param image  where it is an image that is shown, its SHA-256 in hexadecimal digits; else empty
    record Received(String path, int size, String image) {
        JsonObject toJson() {
            return JsonObject.with("path", path)
                    .with("size", size)
                    .with("image", image)
                    .build();
        }

        static Received fromJson(JsonObject json) {
            return new Received(json.text("path"), json.integer("size"), json.text("image"));
        }
    }

    /// The text of the answer so far, for the eye; each replaces nothing but adds to the last. `restart` says that
    /// the text before it was given up (the model was asked again).
    record Draft(String text, boolean restart) implements ChatFact {}

    /// The assistant said this, completely.
    record AssistantText(String text, String provider, String model) implements ChatFact {}

    /// A tool call is about to be judged and run; `shows` is all of it.
    record ToolStarted(String call, String tool, JsonObject shows) implements ChatFact {}

    /// A tool call is over.
    ///
    /// @param outcome  `ok`, `failed`, `denied`, `unavailable`, or `unknown` where it cannot be told what it did
    /// @param detail   extra facts to show, such as `exitCode`, `tookMillis` and `tier`
    record ToolFinished(String call, String outcome, String output, JsonObject detail) implements ChatFact {}

    /// Whoever the conversation is with was given a file, as it was then.
    ///
    /// @param call   the call that gave it, by which it is fetched
    /// @param path   where it lay in the workspace
    /// @param image  whether it can be shown as an image
    record FileGiven(String call, String path, int size, boolean image) implements ChatFact {
        /// What it is called.
        public String name() {
            return SentFile.plain(path);
        }
    }

    /// A person must say yes or no before the call goes on; `shows` is exactly what the yes is bound to.
    record ApprovalAsked(String call, String approval, String why, JsonObject shows) implements ChatFact {}

    /// The person answered, the time for it ran out, or a trip of the breaker voided the question.
    ///
    /// @param decision  `approved`, `denied`, `expired` or `voided`
    record ApprovalAnswered(String call, String approval, String decision) implements ChatFact {}

    /// The assistant asks whoever it is talking to, and goes on with their next message. An answer permits nothing.
    ///
    /// @param choices  what may be chosen by its number, from 1; may be empty
    /// @param expires  until when it waits, in milliseconds of the epoch
    record QuestionAsked(String call, String question, List<String> choices, long expires) implements ChatFact {
        public QuestionAsked {
            choices = List.copyOf(choices);
        }
    }

    /// Something the person should know, in one or two sentences; `code` is stable.
    record Notice(String code, String text) implements ChatFact {}

    /// The message that began this turn steers the one that runs: this turn is over, and `into` answers it too.
    record TurnJoined(String into) implements ChatFact {}

    /// The turn is over.
    ///
    /// @param outcome  `done`, `failed` or `stopped`
    record TurnFinished(String outcome) implements ChatFact {}

    /// The word that stands for it in JSON.
    default String type() {
        return switch (this) {
            case UserMessage _ -> "user_message";
            case Draft _ -> "draft";
            case AssistantText _ -> "assistant_text";
            case ToolStarted _ -> "tool_started";
            case ToolFinished _ -> "tool_finished";
            case FileGiven _ -> "file_given";
            case ApprovalAsked _ -> "approval_asked";
            case ApprovalAnswered _ -> "approval_answered";
            case QuestionAsked _ -> "question_asked";
            case Notice _ -> "notice";
            case TurnJoined _ -> "turn_joined";
            case TurnFinished _ -> "turn_finished";
        };
    }

    default JsonObject toJson() {
        return switch (this) {
            case UserMessage(String id, String channel, String text, List<Received> files) -> {
                JsonObject.Builder json =
                        JsonObject.with("id", id).with("channel", channel).with("text", text);
                if (!files.isEmpty()) {
                    json.with(
                            "files",
                            JsonArray.of(files.stream().map(Received::toJson).toList()));
                }
                yield json.build();
            }
            case Draft(String text, boolean restart) ->
                JsonObject.with("text", text).with("restart", restart).build();
            case AssistantText(String text, String provider, String model) ->
                JsonObject.with("text", text)
                        .with("provider", provider)
                        .with("model", model)
                        .build();
            case ToolStarted(String call, String tool, JsonObject shows) ->
                JsonObject.with("call", call)
                        .with("tool", tool)
                        .with("shows", shows)
                        .build();
            case ToolFinished(String call, String outcome, String output, JsonObject detail) ->
                JsonObject.with("call", call)
                        .with("outcome", outcome)
                        .with("output", output)
                        .with("detail", detail)
                        .build();
            case FileGiven(String call, String path, int size, boolean image) ->
                JsonObject.with("call", call)
                        .with("path", path)
                        .with("size", size)
                        .with("image", image)
                        .build();
            case ApprovalAsked(String call, String approval, String why, JsonObject shows) ->
                JsonObject.with("call", call)
                        .with("approval", approval)
                        .with("why", why)
                        .with("shows", shows)
                        .build();
            case ApprovalAnswered(String call, String approval, String decision) ->
                JsonObject.with("call", call)
                        .with("approval", approval)
                        .with("decision", decision)
                        .build();
            case QuestionAsked(String call, String question, List<String> choices, long expires) ->
                JsonObject.with("call", call)
                        .with("question", question)
                        .with("choices", JsonArray.ofTexts(choices))
                        .with("expires", expires)
                        .build();
            case Notice(String code, String text) ->
                JsonObject.with("code", code).with("text", text).build();
            case TurnJoined(String into) -> JsonObject.with("into", into).build();
            case TurnFinished(String outcome) ->
                JsonObject.with("outcome", outcome).build();
        };
    }

    static ChatFact fromJson(String type, JsonObject json) {
        return switch (type) {
            case "user_message" ->
                new UserMessage(
                        json.text("id"),
                        json.text("channel"),
                        json.text("text"),
                        json.listOr("files", JsonArray.EMPTY).objects().stream()
                                .map(Received::fromJson)
                                .toList());
            case "draft" -> new Draft(json.text("text"), json.flag("restart"));
            case "assistant_text" -> new AssistantText(json.text("text"), json.text("provider"), json.text("model"));
            case "tool_started" -> new ToolStarted(json.text("call"), json.text("tool"), json.object("shows"));
            case "tool_finished" ->
                new ToolFinished(json.text("call"), json.text("outcome"), json.text("output"), json.object("detail"));
            case "file_given" ->
                new FileGiven(json.text("call"), json.text("path"), json.integer("size"), json.flag("image"));
            case "approval_asked" ->
                new ApprovalAsked(json.text("call"), json.text("approval"), json.text("why"), json.object("shows"));
            case "approval_answered" ->
                new ApprovalAnswered(json.text("call"), json.text("approval"), json.text("decision"));
            case "question_asked" ->
                new QuestionAsked(
                        json.text("call"),
                        json.text("question"),
                        json.list("choices").texts(),
                        json.number("expires"));
            case "notice" -> new Notice(json.text("code"), json.text("text"));
            case "turn_joined" -> new TurnJoined(json.text("into"));
            case "turn_finished" -> new TurnFinished(json.text("outcome"));
            default -> throw ContractException.malformed("A conversation holds an unknown event.");
        };
    }
}
