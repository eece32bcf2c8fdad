package moltbot.gateway.model.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ModelEvent;
import moltbot.gateway.model.remote.CallIds;

/// Wishes for tools while they arrive, in pieces told apart by their index. A server that leaves the index out begins
/// a new wish with each new id.
final class OpenAiCalls {
    private static final System.Logger LOG = System.getLogger("model");
    private static final int MAX_CALLS = 64;
    private static final int MAX_CHARS = 4 << 20;

    private static final class Call {
        private String id = "";
        private String name = "";
        private final StringBuilder arguments = new StringBuilder();
    }

    private final Map<Long, Call> calls = new TreeMap<>();
    private long last = -1;

    boolean any() {
        return !calls.isEmpty();
    }

    void take(JsonObject delta) {
        Call call = call(delta);
        JsonObject function = delta.objectOr("function", JsonObject.EMPTY);
        call.id = call.id.isEmpty() ? delta.textOr("id", "") : call.id;
        call.name = call.name.isEmpty() ? function.textOr("name", "") : call.name;
        String piece = function.textOr("arguments", "");
        if (call.arguments.length() + piece.length() > MAX_CHARS) {
            throw new ContractException(Code.TOO_LARGE, "The input of a tool is too long.");
        }
        call.arguments.append(piece);
    }

    private Call call(JsonObject delta) {
        String id = delta.textOr("id", "");
        Call current = calls.get(last);
        boolean another = current == null || (!id.isEmpty() && !id.equals(current.id));
        last = delta.numberOr("index", another ? last + 1 : last);
        if (calls.size() >= MAX_CALLS && !calls.containsKey(last)) {
            throw ContractException.malformed("An answer wants too many tools at once.");
        }
        return calls.computeIfAbsent(last, index -> new Call());
    }

    /// Passes the wishes on, in order. False, and none is passed on, if one of them is not whole.
    boolean pass(Consumer<ModelEvent> out) {
        List<ModelEvent> whole = new ArrayList<>();
        for (Call call : calls.values()) {
            if (call.name.isEmpty()) {
                return false;
            }
            String id = call.id.isEmpty() ? CallIds.fresh() : call.id;
            try {
                String arguments = call.arguments.toString();
                whole.add(new ModelEvent.ToolCall(
                        id, call.name, arguments.isBlank() ? JsonObject.EMPTY : JsonObject.parse(arguments)));
            } catch (ContractException e) {
                LOG.log(System.Logger.Level.DEBUG, "A tool''s input is not whole: {0}", e.getMessage());
                return false;
            }
        }
        whole.forEach(out);
        return true;
    }
}
