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
                            "The model's provider asks for fewer requests." + KEPT + "ask again a little later.");
                case "model-resting" ->
                    new Failure(
                            e.reason(),
                            "The model's provider failed several times just now and is left alone for a moment." + KEPT
                                    + "ask again in a minute.");
                case "model-unavailable" ->
                    new Failure(
                            e.reason(),
                            "The model's provider cannot answer right now." + KEPT
                                    + "ask again in a moment; './moltbot logs gateway' says what it said.");
                case "budget-turn", "budget-day", "budget-month", "budget-storage" ->
                    new Failure(e.reason(), e.getMessage() + KEPT + "'./moltbot usage' shows what was spent.");
                default -> Patience.isLink(e) ? unreachable() : internal();
            };
        }
        return internal();
    }

    /// The same, where nobody wrote anything: the conversation was to be summed up.
    static Failure ofSummary(Optional<RuntimeException> cause) {
        Failure failure = of(cause);
        return new Failure(
                failure.code(),
                failure.text().replace(KEPT, " Nothing of this conversation was changed;")
                        + " It was to be summed up: /compact tries it again.");
    }

    private static Failure unreachable() {
        return new Failure(
                "model-unavailable",
                "The part of the house that talks to models could not be reached for a minute." + KEPT
                        + "check the connection with './moltbot doctor', then ask again.");
    }

    private static Failure internal() {
        return new Failure(
                "internal",
                "Something went wrong inside." + KEPT
                        + "ask again, and if it stays, './moltbot logs runtime' says why.");
    }
}
