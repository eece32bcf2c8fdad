package moltbot.guardian.fact.host;

import java.util.List;

/// What this house runs, compared with what it was when it started.
///
/// @param changed   programs whose content is another, or that are gone or new
/// @param settings  true where the settings file is another
public record Programs(List<String> changed, boolean settings) {
    public Programs {
        changed = List.copyOf(changed);
    }
}
