package moltbot.guardian.observe.host;

import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.host.Secrets;

/// Asks the part that holds the secrets what is wrong with them. No secret comes here, nor anything made of one but its
/// length.
public final class SecretObserver {
    private final LinkClient holder;

    public SecretObserver(LinkClient holder) {
        this.holder = holder;
    }

    /// Looks now. Where the holder is not there nothing is sent with a secret either.
    public Observation<Secrets> observe() {
        try {
            JsonObject answer = holder.ask("secret.judge", JsonObject.EMPTY);
            return new Observation.Seen<>(new Secrets(answer.list("secrets").objects().stream()
                    .map(one -> new Secrets.Judged(
                            one.text("name"), one.integer("length"), one.text("flaw"), one.text("like")))
                    .toList()));
        } catch (ContractException e) {
            return e.code() == ContractException.Code.UNAVAILABLE || e.code() == ContractException.Code.LOST
                    ? new Observation.Seen<>(new Secrets(java.util.List.of()))
                    : new Observation.Unobservable<>("The secrets could not be judged: " + e.getMessage());
        }
    }
}
