package moltbot.breaker.stage;

import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.seal.Seal;

/// The guardian's canary: a bearer token that is known here and has no right to anything. It shows the guardian that to
/// be known is not enough: wherever it is carried, this is the answer. One that is not known is judged like any other.
final class Canary implements Stage {
    private static final String SCHEME = "Bearer ";
    private static final int LONGEST = 256;

    private final Seal seal;

    Canary(Seal seal) {
        this.seal = seal;
    }

    @Override
    public Verdict judge(Visit visit) {
        Optional<String> sent = visit.request()
                .one("authorization")
                .filter(value -> value.startsWith(SCHEME) && value.length() <= LONGEST);
        return sent.isPresent() && known(sent.get().substring(SCHEME.length()))
                ? Verdict.error(403, "no-right", "This key opens nothing.")
                : Verdict.NEXT;
    }

    private boolean known(String token) {
        try {
            return seal.open(token).length > 0;
        } catch (ContractException e) {
            return false;
        }
    }
}
