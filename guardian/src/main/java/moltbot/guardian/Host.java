package moltbot.guardian;

import java.nio.file.Path;
import java.util.List;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// What the supervisor tells of the machine: `walls`, `programs`, `settingsFile`, `startedMillis`.
///
/// @param walls          true where it walled the compartments in
/// @param programs       what the house runs: files, and folders of files
/// @param startedMillis  when it started
record Host(boolean walls, List<Path> programs, Path settingsFile, long startedMillis) {
    Host {
        programs = List.copyOf(programs);
    }

    static Host of(JsonObject json, Path data) {
        return new Host(
                json.flagOr("walls", false),
                json.listOr("programs", JsonArray.EMPTY).texts().stream()
                        .map(Path::of)
                        .toList(),
                data.resolve("config").resolve("settings.yaml"),
                json.numberOr("startedMillis", Long.MAX_VALUE));
    }
}
