package moltbot.gateway.mcp;

import java.util.List;
import java.util.Optional;
import moltbot.contract.mcp.RemotePlace;
import moltbot.gateway.egress.Credential;
import moltbot.gateway.oauth.Challenge;
import moltbot.gateway.oauth.Tokens;
import moltbot.gateway.oauth.Tokens.Given;
import org.jspecify.annotations.Nullable;

/// What one request shows the server so as to be let in: the owner's key, a token of a sign-in, or nothing.
/// A token that the server will not have is renewed once, and more rights are asked for once. Used by one thread.
interface Pass {
    /// What is sent along now.
    ///
    /// Fails as [moltbot.contract.ContractException.Code#REFUSED] where a sign-in is wanted.
    Optional<Credential> credential();

    /// Whether it helps to send the request once more, now that the server answered so.
    ///
    /// @param challenges  its `WWW-Authenticate`
    boolean again(int status, List<String> challenges);

    /// One and the same for every request.
    static Pass of(Optional<Credential> key) {
        return new Pass() {
            @Override
            public Optional<Credential> credential() {
                return key;
            }

            @Override
            public boolean again(int status, List<String> challenges) {
                return false;
            }
        };
    }

    /// The token of a sign-in.
    static Pass of(Tokens tokens, RemotePlace place) {
        return new OfSignIn(tokens, place);
    }

    /// See [Pass].
    final class OfSignIn implements Pass {
        private static final int UNAUTHORIZED = 401;
        private static final int FORBIDDEN = 403;

        private final Tokens tokens;
        private final RemotePlace place;
        private @Nullable Given given;
        private boolean renewed;
        private boolean widened;

        private OfSignIn(Tokens tokens, RemotePlace place) {
            this.tokens = tokens;
            this.place = place;
        }

        private Given given() {
            Given now = given;
            if (now == null) {
                now = tokens.give(place);
                given = now;
            }
            return now;
        }

        @Override
        public Optional<Credential> credential() {
            return Optional.of(given().credential());
        }

        @Override
        public boolean again(int status, List<String> challenges) {
            if (status == UNAUTHORIZED) {
                Challenge challenge = Challenge.of(challenges);
                if (renewed) {
                    throw tokens.useless(place, given(), challenge);
                }
                given = tokens.renew(place, given(), challenge);
                renewed = true;
                return true;
            }
            Challenge challenge = Challenge.of(challenges);
            if (status == FORBIDDEN && challenge.wantsMore() && !widened) {
                given = tokens.widen(place, given(), challenge);
                widened = true;
                return true;
            }
            return false;
        }
    }
}
