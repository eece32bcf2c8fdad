package moltbot.gateway.model.remote;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelRequest;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressAnswer;
import moltbot.gateway.egress.EgressPost;
import moltbot.gateway.model.Model;
import moltbot.gateway.vault.Secret;
import moltbot.gateway.vault.Secrets;

/// A model behind an HTTP API, spoken in one [Dialect]. One request for each question; the connection is kept when the
/// answer was complete and closed otherwise.
public final class RemoteModel implements Model {
    private static final System.Logger LOG = System.getLogger("model");
    private static final int OK = 200;

    private final Dialect dialect;
    private final Egress egress;
    private final Secrets secrets;

    public RemoteModel(Dialect dialect, Egress egress, Secrets secrets) {
        this.dialect = dialect;
        this.egress = egress;
        this.secrets = secrets;
    }

    @Override
    public String provider() {
        return dialect.provider().name();
    }

    @Override
    public String name() {
        return dialect.model();
    }

    @Override
    public void stream(ModelRequest request, Consumer<ModelEvent> out) throws InterruptedException {
        Optional<Secret> key = secrets.find(dialect.provider().secret());
        Failures failures = new Failures(dialect.provider(), key);
        if (key.isEmpty() && dialect.keyNeeded()) {
            throw failures.unauthorized("");
        }
        try {
            JsonObject question = dialect.question(request);
            Optional<JsonObject> next = Optional.of(question);
            while (next.isPresent()) {
                next = attempt(next.get(), key, out, failures);
            }
        } catch (ContractException e) {
            if (e.getCause() instanceof IOException) {
                LOG.log(System.Logger.Level.WARNING, dialect.provider().title() + " could not be asked.", e);
            }
            throw failures.outage(e);
        }
    }

    /// Asks; what it returns is another way to ask, for a question that was refused without an answer.
    private Optional<JsonObject> attempt(
            JsonObject question, Optional<Secret> key, Consumer<ModelEvent> out, Failures failures)
            throws InterruptedException {
        EgressPost post = new EgressPost(dialect.target(), dialect.headers(), key.map(dialect::credential), question);
        try (EgressAnswer answer = egress.post(post)) {
            if (answer.status() == OK) {
                dialect.answer(answer.lines(), out, failures);
                answer.finish();
                return Optional.empty();
            }
            Explanation why = Explanation.of(answer.explanation());
            Optional<JsonObject> rephrased = dialect.rephrased(question, answer.status(), why);
            if (rephrased.isEmpty()) {
                throw failures.status(answer.status(), answer.retryAfterSeconds(), why.message());
            }
            return rephrased;
        }
    }
}
