package moltbot.guardian.fact;

import java.nio.file.Path;

/// One entry of the data folder; links are not followed.
///
/// @param mode  the permission bits, of the lowest nine
/// @param uid   its owner
public record PathFact(Path path, Kind kind, int mode, long uid) {
    /// What it is.
    public enum Kind {
        FOLDER,
        FILE,
        LINK,
        OTHER
    }
}
