package moltbot.gateway.testsignal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// The requests that only an owner has made: safety numbers, and the proof that a person sends. They answer as
/// `ListIdentitiesCommand`, `TrustCommand` and `SubmitRateLimitChallengeCommand` do.
final class OwnersRequests {
    private static final String WRONG = "Failed to set the trust for this number, make sure the number and the"
            + " fingerprint/safety number are correct.";

    private final SignalWorld world;

    OwnersRequests(SignalWorld world) {
        this.world = world;
    }

    void answer(SocketChannel connection, JsonObject request) {
        JsonObject parameters = request.object("params");
        String id = request.text("id");
        switch (request.text("method")) {
            case "listIdentities" -> {
                String who = parameters.textOr("number", "");
                List<JsonObject> found = world.safetyNumbers().all().stream()
                        .filter(one -> who.isEmpty() || one.text("uuid").equals(who))
                        .toList();
                StandInSignal.result(connection, id, JsonArray.of(found));
            }
            case "trust" -> {
                String number = parameters.text("verifiedSafetyNumber");
                if (world.safetyNumbers().trust(parameters.text("recipient"), number)) {
                    StandInSignal.result(connection, id, JsonObject.EMPTY);
                } else {
                    StandInSignal.error(connection, id, -1, WRONG, JsonValue.NULL);
                }
            }
            default -> captcha(connection, id, parameters);
        }
    }

    private void captcha(SocketChannel connection, String id, JsonObject parameters) {
        try {
            if (world.isCaptcha(parameters.text("challenge"), parameters.text("captcha"))) {
                StandInSignal.result(connection, id, JsonObject.EMPTY);
            } else {
                String why =
                        "Captcha rejected, it may be outdated, already used or solved from a different IP address.";
                StandInSignal.error(connection, id, -6, why, JsonValue.NULL);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is told of a message under a key that is not trusted: who wrote, and nothing of what.
    static String untrusted(JsonObject envelope, int subscription) {
        JsonObject.Builder bare = JsonObject.EMPTY.toBuilder();
        envelope.fields().forEach((name, value) -> {
            if (!name.endsWith("Message")) {
                bare.with(name, value);
            }
        });
        JsonObject exception = JsonObject.with("message", JsonValue.NULL)
                .with("type", "UntrustedIdentityException")
                .build();
        JsonObject result = JsonObject.with("exception", exception)
                .with("envelope", bare.build())
                .with("account", SignalWorld.ACCOUNT)
                .build();
        return JsonObject.with("jsonrpc", "2.0")
                .with("method", "receive")
                .with(
                        "params",
                        JsonObject.with("subscription", subscription)
                                .with("result", result)
                                .build())
                .build()
                .toString();
    }
}
