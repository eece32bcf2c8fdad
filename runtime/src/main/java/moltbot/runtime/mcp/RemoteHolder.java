package moltbot.runtime.mcp;

import moltbot.runtime.held.Program;

/// Who reaches servers of tools that are elsewhere; in the house that is the gateway.
@FunctionalInterface
public interface RemoteHolder {
    /// Opens a conversation with one: a message a line, both ways.
    ///
    /// @throws moltbot.contract.ContractException  where nothing was asked, with a sentence that says why
    Program open(String server, String grant);
}
