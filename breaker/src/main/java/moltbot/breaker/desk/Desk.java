package moltbot.breaker.desk;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.identity.Authentication;
import moltbot.breaker.identity.Identities;
import moltbot.breaker.identity.SignedIn;
import moltbot.breaker.journal.Journal;
import moltbot.contract.json.JsonObject;

/// Everything under `/auth/`. Safe for use by several threads.
public final class Desk {
    /// What the desks work with.
    ///
    /// @param insecure  names of the weakening settings in force
    /// @param report    the breaker's state, as the owner may read it
    /// @param guard     the guardian's report, likewise
    public record Parts(
            Identities identities,
            Cookies cookies,
            Journal journal,
            List<String> insecure,
            Supplier<JsonObject> report,
            Supplier<JsonObject> guard) {
        public Parts {
            insecure = List.copyOf(insecure);
        }
    }

    private final Parts parts;
    private final Entrance entrance;
    private final FactorDesk factors;
    private final TokenDesk tokens;

    public Desk(Parts parts) {
        this.parts = parts;
        this.entrance = new Entrance(parts);
        this.factors = new FactorDesk(parts);
        this.tokens = new TokenDesk(parts);
    }

    /// The answer to what is asked here, empty where it is asked elsewhere.
    public Optional<Answer> answer(Caller caller) throws InterruptedException {
        String path = caller.request().path();
        if (!path.startsWith("/auth/")) {
            return Optional.empty();
        }
        String asked = caller.request().method().replace("HEAD", "GET") + " " + path;
        Optional<Answer> open = entrance.answer(asked, caller);
        if (open.isPresent()) {
            return open;
        }
        Optional<SignedIn> who = caller.person();
        if (who.isEmpty()) {
            return Optional.of(signInFirst(caller));
        }
        Optional<Answer> own = entrance.answer(asked, caller, who.get());
        if (own.isEmpty()) {
            own = factors.answer(asked, caller, who.get());
        }
        if (own.isEmpty()) {
            own = tokens.answer(asked, caller, who.get());
        }
        return Optional.of(own.orElseGet(() -> Answer.error(404, "not-found", "There is nothing at that address.")));
    }

    /// A cookie that does not hold any more is taken back.
    private Answer signInFirst(Caller caller) {
        Answer answer = Answer.error(401, "sign-in", "Sign in first.");
        return caller.authentication() instanceof Authentication.Rejected
                        && parts.cookies().token(caller.request()).isPresent()
                ? answer.with("set-cookie", parts.cookies().takeBack())
                : answer;
    }
}
