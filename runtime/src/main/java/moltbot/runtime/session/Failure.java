package moltbot.runtime.session;

import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.runtime.patience.Patience;

/// What a person is told when a turn fails: what happened, what is safe, what to do.
///
/// @param code  stable
record Failure(String code, String text) {
    private static final System.Logger LOG = System.getLogger("turn");
    private static final String KEPT = " Your message is kept; ";

    static Failure of(Optional<RuntimeException> cause) {
        cause.ifPresent(e -> LOG.log(System.Logger.Level.WARNING, "A turn failed.", e));
        if (cause.isPresent() && cause.get() instanceof ContractException e) {
            return switch (e.reason()) {
                case "model-unauthorized" ->
                    new Failure(
                            e.reason(),
                            "The model's provider does not accept the key." + KEPT
                                    + "set a working key with './moltbot secret set', then ask again.");
                case "model-rejected" ->
                    new Failure(
                            e.reason(),
                            "The model's provider refused this request." + KEPT + "say it differently, or start a new"
                                    + " conversation.");
                case "model-rate-limited" ->
                    new Failure(
                            e.reason(),
                            "The model's provider asks for fewer requests, for a minute now." + KEPT
                                    + "ask again a little later.");
                case "model-unavailable" -> unavailable();
                default -> Patience.isLink(e) ? unavailable() : internal();
            };
        }
        return internal();
    }

    private static Failure unavailable() {
        return new Failure(
                "model-unavailable",
                "The model could not be reached for a minute." + KEPT
                        + "check the connection with './moltbot doctor', then ask again.");
    }

    private static Failure internal() {
        return new Failure(
                "internal",
                "Something went wrong inside." + KEPT
                        + "ask again, and if it stays, './moltbot logs runtime' says why.");
    }
}
