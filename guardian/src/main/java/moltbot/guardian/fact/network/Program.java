package moltbot.guardian.fact.network;

/// A process of this machine that is none of ours.
///
/// @param name  its program, without folders
public record Program(long pid, String name) {
    @Override
    public String toString() {
        return name + " (process " + pid + ")";
    }
}
