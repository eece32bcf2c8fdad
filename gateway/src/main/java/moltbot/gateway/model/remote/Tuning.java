package moltbot.gateway.model.remote;

/// How a model is asked.
///
/// @param model      its name; empty for the provider's usual one
/// @param maxTokens  bound on an answer, whatever a request asks for
public record Tuning(String model, int maxTokens, Thinking thinking) {
    public static Tuning of(String model, int maxTokens) {
        return new Tuning(model, maxTokens, Thinking.AUTO);
    }

    /// The model to ask.
    public String modelOr(String usual) {
        return model.isEmpty() ? usual : model;
    }

    /// The bound on an answer to a request that wants this many.
    public int maxTokens(int wanted) {
        return Math.min(maxTokens, wanted);
    }

    /// The same, with what is thought before it.
    public int bound(int wanted) {
        return maxTokens(wanted) + thinking.budget();
    }
}
