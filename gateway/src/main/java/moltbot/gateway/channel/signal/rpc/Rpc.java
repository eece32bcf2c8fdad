package moltbot.gateway.channel.signal.rpc;

import java.util.concurrent.atomic.AtomicLong;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// Requests and answers of JSON-RPC 2.0.
public final class Rpc {
    /// signal-cli's code where Signal's servers did not answer it.
    public static final int NETWORK = -3;

    private static final AtomicLong IDS = new AtomicLong();

    private Rpc() {}

    /// What came of a request.
    public sealed interface Reply {
        /// The answer.
        record Result(JsonValue value) implements Reply {}

        /// signal-cli refused or failed.
        ///
        /// @param code  signal-cli's own from -1 to -5, else JSON-RPC's
        /// @param data  such as `{"response":{…}}`; empty where there is none
        record Fault(long code, String message, JsonObject data) implements Reply {}

        /// It was never sent.
        record NotSent(String why) implements Reply {}

        /// It was sent, and no answer came.
        record Lost(String why) implements Reply {}
    }

    public static JsonObject request(String id, String method, JsonObject parameters) {
        return JsonObject.with("jsonrpc", "2.0")
                .with("id", id)
                .with("method", method)
                .with("params", parameters)
                .build();
    }

    public static String newId() {
        return "m" + IDS.incrementAndGet();
    }

    /// The answer to a request, as its two forms say.
    public static Reply reply(JsonObject answer) {
        if (!answer.has("error")) {
            return new Reply.Result(answer.find("result").orElse(JsonValue.NULL));
        }
        JsonObject error = answer.object("error");
        JsonValue data = error.find("data").orElse(JsonObject.EMPTY);
        return new Reply.Fault(
                error.number("code"),
                error.textOr("message", ""),
                data instanceof JsonObject object ? object : JsonObject.EMPTY);
    }
}
