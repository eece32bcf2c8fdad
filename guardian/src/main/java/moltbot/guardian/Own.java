package moltbot.guardian;

import java.nio.file.Path;

/// What the guardian keeps for itself.
///
/// @param folder  its own
/// @param key     seals what it keeps there
record Own(Path folder, byte[] key) {}
