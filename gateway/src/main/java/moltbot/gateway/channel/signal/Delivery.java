package moltbot.gateway.channel.signal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.channel.signal.rpc.Rpc.Reply;

/// What the answer to `send` says, for each whom it was meant for (`JsonSendMessageResult` of signal-cli).
///
/// A group's message was sent where anybody has it: once more would double it for those. Where nobody has it, it is
/// worth another try unless it is for none of them.
///
/// @param outcome   of it all
/// @param reached   the ids of those who have it
/// @param changed   the ids of those whose safety number has changed; empty for one that is not named
/// @param missed    why each of the others has not, as signal-cli calls it
/// @param limit     where it was too much
/// @param doubtful  whether the account itself may be the reason
record Delivery(
        Outcome outcome,
        List<String> reached,
        List<String> changed,
        List<String> missed,
        Optional<Limit> limit,
        boolean doubtful) {
    private static final int USER_ERROR = -1;
    private static final int UNTRUSTED_KEY = -4;
    private static final int RATE_LIMIT = -5;
    private static final int INVALID_PARAMETERS = -32602;
    private static final Duration LONG = Duration.ofMinutes(5);

    /// How much too much it was.
    ///
    /// @param seconds    0 where Signal does not say
    /// @param challenge  empty where it wants none answered
    record Limit(long seconds, String challenge) {}

    static Delivery of(Reply reply) {
        return switch (reply) {
            case Reply.Result(JsonValue value) ->
                judged(value instanceof JsonObject object ? object : JsonObject.EMPTY);
            case Reply.Fault fault -> failed(fault);
            case Reply.NotSent(String why) -> simply(new Outcome.Later(why, Duration.ZERO), false);
            case Reply.Lost(String why) -> simply(new Outcome.Unknown(why), false);
        };
    }

    private static Delivery simply(Outcome outcome, boolean doubtful) {
        return new Delivery(outcome, List.of(), List.of(), List.of(), Optional.empty(), doubtful);
    }

    private static Delivery failed(Reply.Fault fault) {
        JsonObject response = fault.data().objectOr("response", JsonObject.EMPTY);
        if (response.has("results")) {
            return judged(response);
        }
        return switch ((int) fault.code()) {
            case UNTRUSTED_KEY ->
                new Delivery(
                        new Outcome.Later(Words.CHANGED, Duration.ZERO),
                        List.of(),
                        List.of(""),
                        List.of(),
                        Optional.empty(),
                        false);
            case RATE_LIMIT ->
                new Delivery(
                        new Outcome.Later(Words.LIMITED, LONG),
                        List.of(),
                        List.of(),
                        List.of(),
                        Optional.of(new Limit(0, "")),
                        false);
            case INVALID_PARAMETERS ->
                simply(
                        new Outcome.Later(
                                "Signal's account is not linked here any more; './moltbot signal link' links it again.",
                                LONG),
                        true);
            case USER_ERROR -> simply(new Outcome.Never("Signal refused this message for good."), false);
            default -> simply(new Outcome.Later("Signal could not be reached.", Duration.ZERO), true);
        };
    }

    private static Delivery judged(JsonObject response) {
        List<String> reached = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        Optional<Limit> limit = Optional.empty();
        for (JsonObject result : response.listOr("results", JsonArray.EMPTY).objects()) {
            String type = result.textOr("type", "");
            String id = result.objectOr("recipientAddress", JsonObject.EMPTY).textOr("uuid", "");
            if (type.equals("SUCCESS")) {
                reached.add(id);
                continue;
            }
            missed.add(type);
            switch (type) {
                case "IDENTITY_FAILURE" -> changed.add(id);
                case "RATE_LIMIT_FAILURE" -> limit = Optional.of(greater(limit, result));
                default -> {}
            }
        }
        return new Delivery(outcome(reached, missed), reached, changed, missed, limit, false);
    }

    private static Limit greater(Optional<Limit> before, JsonObject result) {
        long seconds = Math.max(0, result.numberOr("retryAfterSeconds", 0));
        String challenge = result.textOr("token", "");
        return before.map(one ->
                        new Limit(Math.max(one.seconds(), seconds), challenge.isEmpty() ? one.challenge() : challenge))
                .orElse(new Limit(seconds, challenge));
    }

    private static Outcome outcome(List<String> reached, List<String> missed) {
        if (!reached.isEmpty() || missed.isEmpty()) {
            return new Outcome.Sent();
        }
        if (missed.contains("RATE_LIMIT_FAILURE")) {
            return new Outcome.Later(Words.LIMITED, LONG);
        }
        if (missed.contains("IDENTITY_FAILURE")) {
            return new Outcome.Later(Words.CHANGED, Duration.ZERO);
        }
        return missed.stream().allMatch("UNREGISTERED_FAILURE"::equals)
                ? new Outcome.Never("They have no Signal any more.")
                : new Outcome.Later("Signal could not deliver it: its network failed.", Duration.ZERO);
    }

    /// The same, with another outcome.
    Delivery with(Outcome other) {
        return new Delivery(other, reached, changed, missed, limit, doubtful);
    }
}
