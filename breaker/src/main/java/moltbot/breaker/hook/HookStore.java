package moltbot.breaker.hook;

import java.util.List;

/// Where hooks are kept. Writes return once they would survive a power cut.
public interface HookStore {
    /// A hook at rest.
    ///
    /// @param name    in its path, and whom its words come from
    /// @param secret  of a bearer token its SHA-256 in hex; else what bodies are signed with, sealed there
    /// @param verify  SHA-256 in hex of what Meta asks with; empty for other kinds
    /// @param owner   whose it is: another owner's hooks hold no more
    /// @param epoch   the breaker's epoch it belongs to
    /// @param madeAt  seconds since 1970
    record KeptHook(String name, HookKind kind, String secret, String verify, String owner, long epoch, long madeAt) {
        @Override
        public String toString() {
            return "KeptHook[" + name + ", " + kind + ", [redacted]]";
        }
    }

    List<KeptHook> hooks();

    void saveHooks(List<KeptHook> hooks);
}
