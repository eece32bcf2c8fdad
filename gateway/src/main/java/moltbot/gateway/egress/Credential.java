package moltbot.gateway.egress;

import moltbot.gateway.vault.Secret;

/// A key to send along: the egress alone reads it, as the last thing before the request leaves.
public sealed interface Credential {
    Secret secret();

    /// A key in a header.
    ///
    /// @param header  the header it goes into
    /// @param prefix  what stands before it there, such as `Bearer `
    record InHeader(String header, String prefix, Secret secret) implements Credential {}

    /// A key that is part of the path, as Telegram has it. The address that a caller knows ends before it, so nothing
    /// that is said of a request can have it. Where it fails, not even the cause is kept.
    ///
    /// @param before  follows the target's own path; begins with a slash
    /// @param after   follows the key
    record InPath(String before, Secret secret, String after) implements Credential {}
}
