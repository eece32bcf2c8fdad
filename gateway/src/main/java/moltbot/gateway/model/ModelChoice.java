package moltbot.gateway.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/// Which model answers now: the one the owner named, or, for `auto`, the first provider that has a key, or the demo.
/// Asked anew for every request, so that a key set at run time takes effect at once.
public final class ModelChoice {
    /// The setting that leaves the choice to the keys.
    public static final String AUTO = "auto";

    private static final String FALLBACK = "demo";

    private final String provider;
    private final Predicate<String> hasKey;
    private final Function<String, Model> make;
    private final Map<String, Model> made = new ConcurrentHashMap<>();

    /// @param provider  the owner's choice, or [#AUTO]
    /// @param hasKey    whether a provider has its key now
    /// @param make      makes the model of a provider; called once for each that is used
    public ModelChoice(String provider, Predicate<String> hasKey, Function<String, Model> make) {
        this.provider = provider;
        this.hasKey = hasKey;
        this.make = make;
    }

    /// The model that answers now.
    public Model current() {
        return made.computeIfAbsent(name(), make);
    }

    private String name() {
        if (!provider.equals(AUTO)) {
            return provider;
        }
        if (hasKey.test("anthropic")) {
            return "anthropic";
        }
        return hasKey.test("openai") ? "openai" : FALLBACK;
    }
}
