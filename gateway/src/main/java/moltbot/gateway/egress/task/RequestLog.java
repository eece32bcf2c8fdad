package moltbot.gateway.egress.task;

import moltbot.contract.json.JsonObject;

/// Where every request of every task is written down before it is sent; in the house that is control's audit.
@FunctionalInterface
public interface RequestLog {
    /// Returns once the record is on disk, or throws; then nothing is done.
    ///
    /// @param what  `opened`, `request`, `refused` or `closed`
    /// @param call  the tool call whose task this is
    void record(String what, String call, JsonObject detail);
}
