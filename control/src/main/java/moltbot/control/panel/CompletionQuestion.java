package moltbot.control.panel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// What a program asks by OpenAI's chat completions (platform.openai.com/docs/api-reference/chat/create), as far as the
/// assistant has a use for it: it keeps its own history, has its own instructions and its own tools.
///
/// @param text    what was said since the assistant spoke last
/// @param user    whom the program says it asks for, or empty
/// @param stream  whether the answer is wanted piece by piece
record CompletionQuestion(String text, String user, boolean stream) {
    static final String MODEL = "moltbot";

    private static final int MAX_USER_CHARS = 256;
    private static final List<String> UNKNOWN = List.of("tools", "functions", "audio", "prediction", "logprobs");

    static CompletionQuestion of(JsonObject json) {
        if (!json.textOr("model", MODEL).equals(MODEL)) {
            throw new HttpFailure(404, "model_not_found", "There is one model here: " + MODEL + ".");
        }
        for (String name : UNKNOWN) {
            json.find(name)
                    .filter(value -> !(value instanceof JsonValue.Null)
                            && !(value instanceof JsonValue.Flag(boolean on) && !on)
                            && !(value instanceof JsonArray list
                                    && list.values().isEmpty()))
                    .ifPresent(_ -> {
                        throw unsupported(
                                "'" + name + "' is not for this assistant: it has its own tools. Leave it out.");
                    });
        }
        if (json.numberOr("n", 1) != 1) {
            throw unsupported("This assistant gives one answer: leave 'n' out.");
        }
        String user = json.textOr("user", "");
        if (user.length() > MAX_USER_CHARS) {
            throw unsupported("'user' has at most " + MAX_USER_CHARS + " characters.");
        }
        return new CompletionQuestion(said(json.list("messages").objects()), user, json.flagOr("stream", false));
    }

    private static String said(List<JsonObject> messages) {
        Deque<String> said = new ArrayDeque<>();
        for (JsonObject message : messages.reversed()) {
            if (!message.text("role").equals("user")) {
                break;
            }
            said.addFirst(text(message));
        }
        if (said.isEmpty()) {
            throw unsupported("The last of 'messages' must be a user's.");
        }
        return String.join("\n\n", said);
    }

    private static String text(JsonObject message) {
        if (message.find("content").orElse(JsonValue.NULL) instanceof JsonValue.Text(String text)) {
            return text;
        }
        List<String> parts = new ArrayList<>();
        for (JsonObject part : message.list("content").objects()) {
            if (!part.text("type").equals("text")) {
                throw unsupported(
                        "This assistant reads text only; a part of a message is '" + part.text("type") + "'.");
            }
            parts.add(part.text("text"));
        }
        return String.join("\n", parts);
    }

    private static HttpFailure unsupported(String message) {
        return new HttpFailure(400, "unsupported", message);
    }
}
