package moltbot.guardian.fact.host;

import java.util.List;

/// Where the data lies, and what lies open in it.
///
/// @param synced   why each folder above it is known to be copied elsewhere, committed or served
/// @param secrets  where something was found that looks like a secret; never the secret
/// @param dumps    memory images in the data folder
public record Places(List<String> synced, List<String> secrets, List<String> dumps) {
    public Places {
        synced = List.copyOf(synced);
        secrets = List.copyOf(secrets);
        dumps = List.copyOf(dumps);
    }
}
