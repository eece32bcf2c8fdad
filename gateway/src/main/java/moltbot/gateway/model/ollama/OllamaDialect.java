package moltbot.gateway.model.ollama;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelRequest;
import moltbot.gateway.egress.BodyLines;
import moltbot.gateway.egress.Credential;
import moltbot.gateway.model.remote.Dialect;
import moltbot.gateway.model.remote.Explanation;
import moltbot.gateway.model.remote.Failures;
import moltbot.gateway.model.remote.Provider;
import moltbot.gateway.model.remote.Thinking;
import moltbot.gateway.model.remote.Tuning;
import moltbot.gateway.vault.Secret;

/// Ollama's own API (`POST /api/chat`), streamed as one JSON object a line. Needs no key on the same machine; Ollama's
/// cloud does.
public final class OllamaDialect implements Dialect {
    /// The name of the provider in the settings.
    public static final String NAME = "ollama";
    /// The name of its key.
    public static final String SECRET = "ollama-api-key";

    private static final String DEFAULT_MODEL = "llama3.2";
    private static final String THINK = "think";
    private static final int BAD_REQUEST = 400;
    private static final Map<String, String> HEADERS = Map.of("accept", "application/x-ndjson");

    private final Provider provider;
    private final String model;
    private final Tuning tuning;

    public OllamaDialect(URI base, Tuning tuning) {
        this.provider = new Provider(NAME, "Ollama", SECRET, base);
        this.model = tuning.modelOr(DEFAULT_MODEL);
        this.tuning = tuning;
    }

    @Override
    public Provider provider() {
        return provider;
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public Tuning tuning() {
        return tuning;
    }

    @Override
    public URI target() {
        return provider.at("/api/chat");
    }

    @Override
    public Map<String, String> headers() {
        return HEADERS;
    }

    @Override
    public Credential credential(Secret secret) {
        return new Credential.InHeader("authorization", "Bearer ", secret);
    }

    @Override
    public boolean keyNeeded() {
        return false;
    }

    /// Ollama asks nothing for an answer; its cloud is paid by the month.
    @Override
    public boolean free() {
        return true;
    }

    @Override
    public JsonObject question(ModelRequest request) {
        JsonObject.Builder body = OllamaQuestion.of(request, model, tuning.maxTokens(request.maxTokens()));
        Thinking thinking = tuning.thinking();
        if (thinking.chosen() && model.startsWith("gpt-oss")) {
            body.with(THINK, thinking.effort()); // The one family that knows levels.
        } else if (thinking.chosen() || thinking.budget() > 0) {
            body.with(THINK, true);
        } else if (thinking.effort().equals("off")) {
            body.with(THINK, false);
        }
        return body.build();
    }

    @Override
    public void answer(BodyLines lines, Consumer<ModelEvent> out, Failures failures) throws InterruptedException {
        new OllamaAnswer(model, out, failures).read(lines);
    }

    /// Models that cannot think refuse to be told to.
    @Override
    public Optional<JsonObject> rephrased(JsonObject question, int status, Explanation why) {
        if (status != BAD_REQUEST || !question.has(THINK)) {
            return Optional.empty();
        }
        Map<String, JsonValue> fields = new LinkedHashMap<>(question.fields());
        fields.remove(THINK);
        return Optional.of(new JsonObject(fields));
    }
}
