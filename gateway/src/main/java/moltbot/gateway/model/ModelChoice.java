package moltbot.gateway.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/// Which models answer now, in order: the one the owner named, or, for `auto`, that of the first provider that has a
/// key, or the demo; then the owner's fallbacks. A conversation may have another of them asked first, and none that the
/// owner did not name. Asked anew for every request, so that a key set at run time takes effect at once.
public final class ModelChoice {
    /// The setting that leaves the choice to the keys.
    public static final String AUTO = "auto";

    private static final String DEMO = "demo";

    private final ModelName first;
    private final List<ModelName> fallbacks;
    private final Predicate<String> hasKey;
    private final Function<ModelName, Candidate> make;
    private final Map<ModelName, Candidate> made = new ConcurrentHashMap<>();

    /// @param first   the owner's choice; its provider may be [#AUTO]
    /// @param hasKey  whether a provider has its key now
    /// @param make    makes a model; called once for each that is used
    public ModelChoice(
            ModelName first, List<ModelName> fallbacks, Predicate<String> hasKey, Function<ModelName, Candidate> make) {
        this.first = first;
        this.fallbacks = List.copyOf(fallbacks);
        this.hasKey = hasKey;
        this.make = make;
    }

    /// The model that is asked first now.
    public Model current() {
        return candidate(primary()).model();
    }

    /// All that may be asked, in order.
    public List<Candidate> candidates() {
        List<Candidate> all = new ArrayList<>();
        all.add(candidate(primary()));
        fallbacks.stream()
                .map(this::candidate)
                .filter(one -> all.stream().noneMatch(before -> nameOf(before).equals(nameOf(one))))
                .forEach(all::add);
        return all;
    }

    /// The same, with this one in front.
    ///
    /// @param wish  a [#nameOf]; one that is none of them, or empty, changes nothing
    public List<Candidate> candidates(String wish) {
        List<Candidate> all = candidates();
        all.sort(Comparator.comparing(candidate -> !nameOf(candidate).equals(wish)));
        return all;
    }

    /// What it is called where one is chosen.
    public static String nameOf(Candidate candidate) {
        return candidate.model().provider() + "/" + candidate.model().name();
    }

    private Candidate candidate(ModelName name) {
        return made.computeIfAbsent(name, make);
    }

    private ModelName primary() {
        if (!first.provider().equals(AUTO)) {
            return first;
        }
        if (hasKey.test("anthropic")) {
            return new ModelName("anthropic", first.model());
        }
        return new ModelName(hasKey.test("openai") ? "openai" : DEMO, first.model());
    }
}
