package moltbot.breaker.upstream;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import moltbot.breaker.exchange.Request;
import moltbot.breaker.identity.SignedIn;

/// One admitted request and what it is forwarded for.
///
/// @param request  as the stages left it, its client the one it really came from
/// @param host     the name of ours it asked for
/// @param origin   that name's origin
/// @param epoch    of the breaker when it was admitted
/// @param allowed  whether it may still go on; asked again, as is the sign-in, once it can be cut
/// @param done     told once what became of it
public record Errand(
        Request request,
        SignedIn who,
        String host,
        String origin,
        long epoch,
        BooleanSupplier allowed,
        Consumer<Forwarded> done) {}
