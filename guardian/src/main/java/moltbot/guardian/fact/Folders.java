package moltbot.guardian.fact;

import java.util.List;

/// The data folder and what lies in it.
///
/// @param sockets  the run folder, its folders and the sockets in them
/// @param data     the data folder, its folders, and the files in these
public record Folders(List<PathFact> sockets, List<PathFact> data) {
    public Folders {
        sockets = List.copyOf(sockets);
        data = List.copyOf(data);
    }
}
