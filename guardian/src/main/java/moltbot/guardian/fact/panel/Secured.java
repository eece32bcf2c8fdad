package moltbot.guardian.fact.panel;

import java.time.Instant;
import java.util.List;
import moltbot.guardian.fact.Endpoint;

/// What TLS is spoken at one place, and by whom.
///
/// @param names     that the certificate is for, addresses included
/// @param from      when it begins to hold
/// @param until     when it ends
/// @param now       when it was looked at
/// @param outdated  versions below TLS 1.2 that were accepted
public record Secured(
        Endpoint target, List<String> names, Instant from, Instant until, Instant now, List<String> outdated) {
    public Secured {
        names = List.copyOf(names);
        outdated = List.copyOf(outdated);
    }
}
