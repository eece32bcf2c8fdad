package moltbot.gateway.model;

/// A model as the settings name it.
///
/// @param provider  `anthropic`, `openai`, `ollama` or `demo`
/// @param model     its name; empty for the provider's usual one
public record ModelName(String provider, String model) {
    /// From `provider` or `provider/model`.
    public static ModelName parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? new ModelName(text, "") : new ModelName(text.substring(0, slash), text.substring(slash + 1));
    }
}
