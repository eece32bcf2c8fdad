package moltbot.bench;

/// One thing that the guard's bench measures, in a house of its own.
interface Part {
    /// How it is called on the command line.
    String name();

    /// Tools it needs that are not here; empty where it can be run.
    default String missing() {
        return "";
    }

    void measure(Report report) throws Exception;
}
