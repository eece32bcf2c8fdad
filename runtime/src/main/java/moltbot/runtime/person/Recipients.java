package moltbot.runtime.person;

import java.util.List;

/// Whom the owner let in, and so may be written to; in the house control knows. Fails with
/// [moltbot.contract.ContractException] where it cannot be asked.
@FunctionalInterface
public interface Recipients {
    List<Recipient> all();

    /// Somebody who may be written to.
    ///
    /// @param id     short, for the model
    /// @param key    what stands for their address
    /// @param words  who that is
    record Recipient(String id, String key, String words) {}
}
