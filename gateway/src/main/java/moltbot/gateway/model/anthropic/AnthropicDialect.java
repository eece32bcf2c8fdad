package moltbot.gateway.model.anthropic;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelRequest;
import moltbot.gateway.egress.BodyLines;
import moltbot.gateway.egress.Credential;
import moltbot.gateway.model.remote.Dialect;
import moltbot.gateway.model.remote.Explanation;
import moltbot.gateway.model.remote.Failures;
import moltbot.gateway.model.remote.Provider;
import moltbot.gateway.model.remote.Tuning;
import moltbot.gateway.vault.Secret;

/// Anthropic's Messages API (`POST /v1/messages`, version 2023-06-01), streamed.
public final class AnthropicDialect implements Dialect {
    /// The name of the provider in the settings.
    public static final String NAME = "anthropic";
    /// The name of its key.
    public static final String SECRET = "anthropic-api-key";

    private static final String DEFAULT_MODEL = "claude-sonnet-5-5";
    private static final int BAD_REQUEST = 400;
    private static final Map<String, String> HEADERS =
            Map.of("anthropic-version", "2023-06-01", "accept", "text/event-stream");

    private final Provider provider;
    private final String model;
    private final Tuning tuning;

    public AnthropicDialect(URI base, Tuning tuning) {
        this.provider = new Provider(NAME, "Anthropic", SECRET, base);
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
        return provider.at("/v1/messages");
    }

    @Override
    public Map<String, String> headers() {
        return HEADERS;
    }

    @Override
    public Credential credential(Secret secret) {
        return new Credential.InHeader("x-api-key", "", secret);
    }

    @Override
    public boolean keyNeeded() {
        return true;
    }

    @Override
    public JsonObject question(ModelRequest request) {
        return AnthropicQuestion.of(request, model, tuning);
    }

    @Override
    public void answer(BodyLines lines, Consumer<ModelEvent> out, Failures failures) throws InterruptedException {
        new AnthropicAnswer(model, out, failures).read(lines);
    }

    @Override
    public Optional<URI> counter() {
        return Optional.of(provider.at("/v1/messages/count_tokens"));
    }

    /// Thinking is bound to the conversation it came from and to its model, and is refused where something before it
    /// has changed (a trimmed past, tools that are off); then it is left out. What is left and still refused goes
    /// without the fields that older models and other servers do not know.
    @Override
    public Optional<JsonObject> rephrased(JsonObject question, int status, Explanation why) {
        if (status != BAD_REQUEST) {
            return Optional.empty();
        }
        return AnthropicQuestion.withoutThoughts(question).or(() -> AnthropicQuestion.plain(question));
    }
}
