package moltbot.gateway;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.model.remote.Thinking;

/// The gateway's part of the settings. An unknown name or an impossible value stops the start.
///
/// @param provider      `auto`, `anthropic`, `openai`, `ollama` or `demo`
/// @param model         the model's name; empty for the provider's usual one
/// @param maxTokens     bound on one answer
/// @param thinking      how much the model thinks before it answers
/// @param vaultKeyFile  where the owner keeps the vault's key, if not beside the vault
record Settings(
        String provider,
        String model,
        URI anthropicBaseUrl,
        URI openaiBaseUrl,
        URI ollamaBaseUrl,
        int maxTokens,
        Thinking thinking,
        Optional<Path> vaultKeyFile) {
    private static final List<String> PROVIDERS = List.of("auto", "anthropic", "openai", "ollama", "demo");
    private static final List<String> NAMES = List.of(
            "provider",
            "model",
            "anthropicBaseUrl",
            "openaiBaseUrl",
            "ollamaBaseUrl",
            "maxTokens",
            "thinking",
            "vaultKeyFile");
    private static final int DEFAULT_MAX_TOKENS = 8192;
    private static final int LARGEST_MAX_TOKENS = 1_000_000;

    static Settings fromJson(JsonObject json) {
        for (String name : json.fields().keySet()) {
            if (!NAMES.contains(name)) {
                throw ContractException.malformed(
                        "The gateway has no setting '" + name + "'. Did you mean '" + Neighbour.of(name, NAMES) + "'?");
            }
        }
        String file = json.textOr("vaultKeyFile", "");
        return new Settings(
                provider(json.textOr("provider", "auto")),
                json.textOr("model", ""),
                url(json, "anthropicBaseUrl", "https://api.anthropic.com"),
                url(json, "openaiBaseUrl", "https://api.openai.com/v1"),
                url(json, "ollamaBaseUrl", "http://127.0.0.1:11434"),
                maxTokens(json.numberOr("maxTokens", DEFAULT_MAX_TOKENS)),
                Thinking.parse(json.textOr("thinking", "auto")),
                file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file)));
    }

    /// Everywhere the gateway may go.
    List<Origin> origins() {
        return List.of(Origin.of(anthropicBaseUrl), Origin.of(openaiBaseUrl), Origin.of(ollamaBaseUrl));
    }

    private static String provider(String name) {
        if (!PROVIDERS.contains(name)) {
            throw ContractException.malformed("The setting 'provider' cannot be '" + name + "'. Did you mean '"
                    + Neighbour.of(name, PROVIDERS) + "'?");
        }
        return name;
    }

    private static URI url(JsonObject json, String name, String usual) {
        String text = json.textOr(name, usual);
        try {
            URI url = new URI(text);
            Origin.of(url);
            return url;
        } catch (URISyntaxException | ContractException e) {
            throw new ContractException(
                    ContractException.Code.MALFORMED,
                    "The setting '" + name + "' must look like " + usual + ", without a user or a query.",
                    e);
        }
    }

    private static int maxTokens(long tokens) {
        if (tokens < 1 || tokens > LARGEST_MAX_TOKENS) {
            throw ContractException.malformed(
                    "The setting 'maxTokens' must be between 1 and " + LARGEST_MAX_TOKENS + ".");
        }
        return (int) tokens;
    }
}
