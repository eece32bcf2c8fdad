package moltbot.gateway.model.remote;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelRequest;
import moltbot.gateway.egress.BodyLines;
import moltbot.gateway.egress.Credential;
import moltbot.gateway.vault.Secret;

/// How one API is spoken: the question as its JSON, the answer from its stream. Holds no state of a request.
public interface Dialect {
    /// Who answers.
    Provider provider();

    /// The model's own name.
    String model();

    /// How it is asked.
    Tuning tuning();

    /// Where questions go.
    URI target();

    /// Headers besides the content type and the key.
    Map<String, String> headers();

    /// How the key is sent.
    Credential credential(Secret secret);

    /// Whether there is no point in asking without a key.
    boolean keyNeeded();

    /// Whether an answer costs nothing, where the owner's prices do not say otherwise: on this machine none does.
    default boolean free() {
        return provider().local();
    }

    /// The question as this API wants it.
    JsonObject question(ModelRequest request);

    /// Reads a whole answer. What the server reports as an error inside it is thrown by way of `failures`; an answer
    /// that ends before it is complete is [Failures#cutOff].
    void answer(BodyLines lines, Consumer<ModelEvent> out, Failures failures) throws InterruptedException;

    /// Where this API counts the tokens of a question without answering it, if it does.
    default Optional<URI> counter() {
        return Optional.empty();
    }

    /// Another way to put a question that this server refused: simpler each time, so that it has an end.
    default Optional<JsonObject> rephrased(JsonObject question, int status, Explanation why) {
        return Optional.empty();
    }
}
