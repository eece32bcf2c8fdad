package moltbot.gateway.egress;

import moltbot.gateway.vault.Secret;

/// A key to send along: the egress alone reads it, as the last thing before the request leaves.
///
/// @param header  the header it goes into
/// @param prefix  what stands before it there, such as `Bearer `
public record Credential(String header, String prefix, Secret secret) {}
