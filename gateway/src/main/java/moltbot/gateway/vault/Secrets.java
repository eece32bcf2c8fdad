package moltbot.gateway.vault;

import java.util.Optional;

/// Where a key is looked up at the moment it is needed, so that one set at run time takes effect at once.
@FunctionalInterface
public interface Secrets {
    /// The key of that name, if there is one.
    Optional<Secret> find(String name);
}
