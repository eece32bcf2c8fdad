package moltbot.breaker.identity;

import moltbot.breaker.throttle.Guesser;
/// Who is at the door, as far as that is known: grants nothing.
///
/// @param epoch    the breaker's
/// @param browser  its family, in our own words

public record Visitor(Guesser guesser, long epoch, String browser) {}
