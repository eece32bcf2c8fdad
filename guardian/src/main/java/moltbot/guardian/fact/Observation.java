package moltbot.guardian.fact;

/// What an observer brings back. Not being able to look is a fact like any other.
public sealed interface Observation<T> {
    /// It looked, and this is what is there.
    record Seen<T>(T fact) implements Observation<T> {}

    /// It saw this much and could not see the rest.
    record Partial<T>(T fact, String why) implements Observation<T> {}

    /// It could not look.
    record Unobservable<T>(String why) implements Observation<T> {}
}
