package moltbot.guardian.fact;

import java.util.List;

/// Every TCP listener of this machine, ours told from the owner's other programs.
///
/// @param foreign  listeners that were looked at several times and belong to none of our processes
/// @param unknown  listeners so new that it is not settled yet whose they are
public record Listeners(List<Ours> ours, List<Listener> foreign, List<Listener> unknown) {
    public static final Listeners NONE = new Listeners(List.of(), List.of(), List.of());

    /// A listener of one of our processes.
    public record Ours(Listener listener, Owner owner) {}

    public Listeners {
        ours = List.copyOf(ours);
        foreign = List.copyOf(foreign);
        unknown = List.copyOf(unknown);
    }
}
