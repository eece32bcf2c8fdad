package moltbot.systemtest.hostile;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.Reply;
import moltbot.gateway.testmodel.Script;
import org.jspecify.annotations.Nullable;

/// A model that does as it is scripted, word for word, in Anthropic's wire format. Which script a question belongs to
/// stands in the person's message, in brackets; how far it is, in the calls that were made.
final class Puppet implements Script {
    private static final Pattern MARK = Pattern.compile("\\[(k[0-9]{4}z)]");

    private final Map<String, List<Call>> scripts = new ConcurrentHashMap<>();

    /// How often each was asked for an answer.
    final Map<String, Integer> asked = new ConcurrentHashMap<>();

    /// Whose person's code was heard.
    final Set<String> codes = ConcurrentHashMap.newKeySet();

    /// What an answer costs whose model claims the most: 8,000 tokens at ten dollars a million.
    static final double DEAR_DOLLARS = 0.08;

    private final Set<String> dear = ConcurrentHashMap.newKeySet();

    void script(String token, List<Call> calls) {
        scripts.put(token, calls);
    }

    /// From now on every answer of this script is one of 8,000 tokens on the provider's bill.
    void dear(String token) {
        dear.add(token);
    }

    /// What the provider takes for a turn, in dollars.
    double bill(String token) {
        return dear.contains(token) ? asked.getOrDefault(token, 0) * DEAR_DOLLARS : 0;
    }

    /// True once everything in a script was emitted.
    boolean finished(String token) {
        return asked.getOrDefault(token, 0)
                >= scripts.getOrDefault(token, List.of()).size();
    }

    @Override
    public Reply answer(Asked question) {
        // To have a question counted costs nothing, and is no answer.
        if (question.path().endsWith("/count_tokens")) {
            return Reply.failure(200, "{\"input_tokens\":" + question.body().length / 4 + "}");
        }
        JsonObject request = question.json();
        String token = "";
        int made = 0;
        String last = "";
        for (JsonObject message : request.list("messages").objects()) {
            if (!(message.fields().get("content") instanceof JsonArray blocks)) {
                continue;
            }
            for (JsonObject block : blocks.objects()) {
                switch (block.text("type")) {
                    case "text" -> {
                        @Nullable String mark = mark(block.text("text"));
                        if (mark != null && message.text("role").equals("user")) {
                            token = mark;
                            made = 0;
                        }
                    }
                    case "tool_use" -> made++;
                    case "tool_result" -> last = words(block);
                    default -> {}
                }
            }
        }
        if (request.toString().contains(Harm.CODE)) {
            codes.add(token);
        }
        asked.merge(token, 1, Integer::sum);
        return billed(token, AnthropicWire.bytes(next(token, made, last)));
    }

    private Reply billed(String token, byte[] answer) {
        String text = new String(answer, StandardCharsets.UTF_8);
        int usage = text.lastIndexOf("\"output_tokens\":");
        return Reply.stream(
                "text/event-stream",
                (dear.contains(token)
                                ? text.substring(0, usage)
                                        + text.substring(usage).replaceFirst(":[0-9]+", ":8000")
                                : text)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String mark(String text) {
        Matcher matcher = MARK.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }

    private static String words(JsonObject result) {
        return result.fields().get("content") instanceof JsonArray blocks
                ? blocks.objects().stream()
                        .map(block -> block.textOr("text", ""))
                        .reduce("", String::concat)
                : result.textOr("content", "");
    }

    private Answer next(String token, int made, String last) {
        List<Call> calls = scripts.getOrDefault(token, List.of());
        if (made >= calls.size()) {
            return Answer.text("Done " + token + ". ", last);
        }
        Call call = calls.get(made);
        return call.tool().equals(Call.SAY)
                ? Answer.text(call.input())
                : Answer.call("", "toolu_" + token + "_" + made, call.tool(), call.json());
    }
}
