package moltbot.breaker.upstream.http;

import java.util.function.LongSupplier;
import java.util.function.Predicate;
import moltbot.breaker.identity.SignedIn;

/// On which terms exchanges go to the other panel.
///
/// @param maxBodyBytes  the longest request body
/// @param maxMessageBytes  the longest message on a WebSocket
/// @param tellsClient   whether the panel is told who asks, in headers made here
/// @param ownCookies    names of our own cookies, which the panel neither sees nor sets
/// @param credential    what opens the panel
/// @param device        what the guard is to an OpenClaw gateway
/// @param holds         whether a sign-in still holds; asked of all that is under way
/// @param nanos         a clock that never goes back
record Terms(
        long maxBodyBytes,
        long maxMessageBytes,
        boolean tellsClient,
        OwnCookies ownCookies,
        Credential credential,
        OpenClawDevice device,
        Predicate<SignedIn> holds,
        LongSupplier nanos) {}
