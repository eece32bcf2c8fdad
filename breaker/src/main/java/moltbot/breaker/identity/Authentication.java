package moltbot.breaker.identity;

import java.util.Set;

/// What a request says about who sends it. Only [Absent] may be let through to what strangers may see as if nothing
/// had been said.
public sealed interface Authentication {
    /// A sign-in that holds.
    record Authenticated(SignedIn who) implements Authentication {}

    /// A machine's token that holds: may read what its scopes say, and change nothing.
    record Machine(SignedIn who, Set<Tokens.Scope> scopes) implements Authentication {}

    /// Nothing was claimed.
    record Absent() implements Authentication {}

    /// Something was claimed that does not hold.
    ///
    /// @param why  a sentence for whoever has what held once; else empty
    record Rejected(String why) implements Authentication {}
}
