package moltbot.breaker.identity;

/// What a request says about who sends it. Only [Absent] may be let through to what strangers may see as if nothing
/// had been said.
public sealed interface Authentication {
    /// A sign-in that holds.
    record Authenticated(SignedIn who) implements Authentication {}

    /// Nothing was claimed.
    record Absent() implements Authentication {}

    /// Something was claimed that does not hold.
    record Rejected() implements Authentication {}
}
