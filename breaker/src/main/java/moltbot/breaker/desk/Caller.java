package moltbot.breaker.desk;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.exchange.Exchange;
import moltbot.breaker.exchange.Request;
import moltbot.breaker.identity.Authentication;
import moltbot.breaker.identity.SignedIn;
import moltbot.breaker.identity.Visitor;
import moltbot.breaker.passkey.PasskeyCeremony.Place;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;

/// Somebody who asks for something under `/auth/`, after every other question has been put to them.
///
/// @param request  its client the one it really came from
/// @param place  where passkeys would be bound to; empty where the address has no name
public record Caller(
        Exchange exchange, Request request, Authentication authentication, Visitor visitor, Optional<Place> place) {
    private static final int MAX_BODY_BYTES = 16 << 10;

    /// The sign-in of a person, if there is one that holds.
    Optional<SignedIn> person() {
        return authentication instanceof Authentication.Authenticated(SignedIn who)
                ? Optional.of(who)
                : Optional.empty();
    }

    JsonObject body() throws InterruptedException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        byte[] piece;
        while ((piece = exchange.nextBody()) != null) {
            if (whole.size() + piece.length > MAX_BODY_BYTES) {
                throw new ContractException(Code.TOO_LARGE, "too-large", "That is too much to sign in with.");
            }
            whole.writeBytes(piece);
        }
        return whole.size() == 0 ? JsonObject.EMPTY : JsonObject.parse(whole.toByteArray());
    }

    /// What a sign-in that has proved itself too long ago is told.
    public static Answer stepUpFirst() {
        return Answer.error(
                403,
                "step-up",
                "Confirm that it is you: it is more than five minutes since you showed your passkey or password."
                        + " Nothing was changed.");
    }
}
