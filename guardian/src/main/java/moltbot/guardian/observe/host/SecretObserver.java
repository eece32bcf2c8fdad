package moltbot.guardian.observe.host;

import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.host.Secrets;

/// Asks the part that holds the secrets what is wrong with them. No secret comes here, nor anything made of one but its
/// length.
public final class SecretObserver {
    private final LinkClient holder;
    private Secrets last = new Secrets(List.of());
    private volatile boolean unanswered;

    public SecretObserver(LinkClient holder) {
        this.holder = holder;
    }

    /// True where the holder was not there when it was last asked: then it is asked again soon.
    public boolean unanswered() {
        return unanswered;
    }

    /// Looks now. Where the holder is not there nothing is sent with a secret either, and what it last said stands.
    public Observation<Secrets> observe() {
        try {
            JsonObject answer = holder.ask("secret.judge", JsonObject.EMPTY);
            last = new Secrets(answer.list("secrets").objects().stream()
                    .map(one -> new Secrets.Judged(
                            one.text("name"), one.integer("length"), one.text("flaw"), one.text("like")))
                    .toList());
            unanswered = false;
            return new Observation.Seen<>(last);
        } catch (ContractException e) {
            unanswered = e.code() == ContractException.Code.UNAVAILABLE || e.code() == ContractException.Code.LOST;
            return unanswered
                    ? new Observation.Seen<>(last)
                    : new Observation.Unobservable<>("The secrets could not be judged: " + e.getMessage());
        }
    }
}
