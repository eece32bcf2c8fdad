package moltbot.guardian.fact.host;

import java.util.List;

/// What the part that holds the secrets says of them.
public record Secrets(List<Judged> judged) {
    public Secrets {
        judged = List.copyOf(judged);
    }

    /// One of them, without it.
    ///
    /// @param flaw  `placeholder`, `short`, `reused` or empty
    /// @param like  the name of another that is the same, or empty
    public record Judged(String name, int length, String flaw, String like) {}
}
