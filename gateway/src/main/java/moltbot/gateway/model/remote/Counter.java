package moltbot.gateway.model.remote;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressAnswer;
import moltbot.gateway.egress.EgressPost;
import moltbot.gateway.vault.Secret;

/// Has a question's tokens counted by its provider, which costs nothing.
final class Counter {
    private static final System.Logger LOG = System.getLogger("model");

    private Counter() {}

    /// @param otherwise  where nobody counts, or the count makes no sense
    static long count(Egress egress, Dialect dialect, JsonObject question, Optional<Secret> key, long otherwise)
            throws InterruptedException {
        Map<String, JsonValue> fields = new LinkedHashMap<>(question.fields());
        fields.remove("max_tokens");
        fields.remove("stream");
        EgressPost post = new EgressPost(
                dialect.counter().orElseThrow(),
                dialect.headers(),
                key.map(dialect::credential),
                new JsonObject(fields));
        try (EgressAnswer answer = egress.post(post)) {
            long counted = JsonObject.parse(answer.explanation()).number("input_tokens");
            return counted > 0 ? counted : otherwise;
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.INFO, "Tokens were estimated, not counted: {0}", e.getMessage());
            return otherwise;
        }
    }
}
