package moltbot.guardian.observe.panel;

/// Where the breaker's own pages are. A panel that is not ours may have a `/sign-in` of its own, so in front of one
/// they are elsewhere.
///
/// @param signIn  the page to sign in, `/sign-in`
/// @param auth    what it asks, `/auth`
public record OwnPages(String signIn, String auth) {
    public static final OwnPages USUAL = new OwnPages("/sign-in", "/auth");
}
