package moltbot.breaker.stage;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import moltbot.breaker.circuit.Circuit;
import moltbot.breaker.desk.Cookies;
import moltbot.breaker.exchange.Request;
import moltbot.breaker.identity.Identities;

/// Looks up the sign-in or the machine's token (RFC 6750) a request carries: one hash and one look into a map. A token
/// comes in its header and nowhere else, and never beside a sign-in: so no page can use the one through the other.
final class Recognise implements Stage {
    private static final String BEARER = "Bearer ";
    private static final Pattern IN_ADDRESS = Pattern.compile("mb_[A-Za-z0-9_-]{43}");

    private final Identities identities;
    private final Circuit circuit;
    private final Cookies cookies;

    Recognise(Identities identities, Circuit circuit, Cookies cookies) {
        this.identities = identities;
        this.circuit = circuit;
        this.cookies = cookies;
    }

    @Override
    public Verdict judge(Visit visit) {
        Request request = visit.request();
        if (IN_ADDRESS.matcher(request.target()).find()) {
            return Verdict.error(
                    400,
                    "token-in-address",
                    "A token does not belong into an address, which is logged on its way: send it in the header"
                            + " authorization. Revoke this one.");
        }
        long epoch = circuit.view().epoch();
        Optional<String> cookie = cookies.token(request);
        // Where the paths are another program's, so is what its pages call authorization.
        List<String> given = visit.foreign() ? List.of() : request.all("authorization");
        List<String> bearers = given.stream()
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .toList();
        if (bearers.size() > 1 || (!bearers.isEmpty() && cookie.isPresent())) {
            return Verdict.error(400, "two-credentials", "Send a token or a sign-in, not both.");
        }
        visit.carries(
                bearers.isEmpty()
                        ? identities.authenticate(cookie, epoch)
                        : identities.authenticateMachine(
                                bearers.getFirst().substring(BEARER.length()).strip(), epoch));
        return Verdict.NEXT;
    }
}
