package moltbot.gateway.vault;

/// The right to read a [Secret]. Only [Vault#access] hands it out; search for that call to see who can read keys.
public final class SecretAccess {
    SecretAccess() {}
}
