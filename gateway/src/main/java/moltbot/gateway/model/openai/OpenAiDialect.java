package moltbot.gateway.model.openai;

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

/// OpenAI's chat completions (`POST /chat/completions`), streamed; also spoken by vLLM, llama.cpp, LM Studio,
/// OpenRouter and others, which may need no key.
public final class OpenAiDialect implements Dialect {
    /// The name of the provider in the settings.
    public static final String NAME = "openai";
    /// The name of its key.
    public static final String SECRET = "openai-api-key";

    /// The newest one that takes tools here by itself; later ones must be told not to reason (see [#rephrased]).
    private static final String DEFAULT_MODEL = "gpt-5.4";

    private static final String OWN_HOST = "api.openai.com";
    private static final int BAD_REQUEST = 400;
    private static final String EFFORT = "reasoning_effort";
    private static final Map<String, String> HEADERS = Map.of("accept", "text/event-stream");

    private final Provider provider;
    private final String model;
    private final Tuning tuning;
    private final boolean own;

    public OpenAiDialect(URI base, Tuning tuning) {
        this.own = OWN_HOST.equalsIgnoreCase(base.getHost());
        this.provider = new Provider(NAME, own ? "OpenAI" : "The model server at " + base.getHost(), SECRET, base);
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
        return provider.at("/chat/completions");
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
        return own;
    }

    @Override
    public JsonObject question(ModelRequest request) {
        // OpenAI itself knows only the new name by now, other servers often only the old one.
        String limit = own ? "max_completion_tokens" : "max_tokens";
        JsonObject.Builder body = OpenAiQuestion.of(request, model).with(limit, tuning.maxTokens(request.maxTokens()));
        if (tuning.thinking().chosen()) {
            body.with(EFFORT, tuning.thinking().effort());
        } else if (own && tuning.thinking().effort().equals("off")) {
            body.with(EFFORT, "none");
        }
        return body.build();
    }

    @Override
    public void answer(BodyLines lines, Consumer<ModelEvent> out, Failures failures) throws InterruptedException {
        new OpenAiAnswer(model, out, failures).read(lines);
    }

    /// Some models take tools in this API only if they are told not to reason.
    @Override
    public Optional<JsonObject> rephrased(JsonObject question, int status, Explanation why) {
        boolean already = question.textOr(EFFORT, "").equals("none");
        if (status != BAD_REQUEST || already || !why.param().equals(EFFORT) || !question.has("tools")) {
            return Optional.empty();
        }
        return Optional.of(question.toBuilder().with(EFFORT, "none").build());
    }
}
