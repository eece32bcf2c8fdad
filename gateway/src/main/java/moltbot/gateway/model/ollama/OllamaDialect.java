package moltbot.gateway.model.ollama;

import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelRequest;
import moltbot.gateway.egress.BodyLines;
import moltbot.gateway.egress.Credential;
import moltbot.gateway.model.remote.Dialect;
import moltbot.gateway.model.remote.Failures;
import moltbot.gateway.model.remote.Provider;
import moltbot.gateway.vault.Secret;

/// Ollama's own API (`POST /api/chat`), streamed as one JSON object a line. Needs no key on the same machine; Ollama's
/// cloud does.
public final class OllamaDialect implements Dialect {
    /// The name of the provider in the settings.
    public static final String NAME = "ollama";
    /// The name of its key.
    public static final String SECRET = "ollama-api-key";

    private static final String DEFAULT_MODEL = "llama3.2";
    private static final Map<String, String> HEADERS = Map.of("accept", "application/x-ndjson");

    private final Provider provider;
    private final String model;
    private final int maxTokens;

    /// @param model      the model's name; empty for the usual one
    /// @param maxTokens  bound on an answer, whatever a request asks for
    public OllamaDialect(URI base, String model, int maxTokens) {
        this.provider = new Provider(NAME, "Ollama", SECRET, base);
        this.model = model.isEmpty() ? DEFAULT_MODEL : model;
        this.maxTokens = maxTokens;
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
    public URI target() {
        return provider.at("/api/chat");
    }

    @Override
    public Map<String, String> headers() {
        return HEADERS;
    }

    @Override
    public Credential credential(Secret secret) {
        return new Credential("authorization", "Bearer ", secret);
    }

    @Override
    public boolean keyNeeded() {
        return false;
    }

    @Override
    public JsonObject question(ModelRequest request) {
        return OllamaQuestion.of(request, model, Math.min(maxTokens, request.maxTokens()));
    }

    @Override
    public void answer(BodyLines lines, Consumer<ModelEvent> out, Failures failures) throws InterruptedException {
        new OllamaAnswer(model, out, failures).read(lines);
    }
}
