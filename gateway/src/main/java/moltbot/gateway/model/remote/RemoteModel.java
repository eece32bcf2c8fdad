package moltbot.gateway.model.remote;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelRequest;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressAnswer;
import moltbot.gateway.egress.EgressPost;
import moltbot.gateway.model.Model;
import moltbot.gateway.model.ProviderHealth;
import moltbot.gateway.vault.Secret;
import moltbot.gateway.vault.Secrets;

/// A model behind an HTTP API, spoken in one [Dialect]. One request for each question; the connection is kept when the
/// answer was complete and closed otherwise. What it may cost is set aside before, and what it did cost is told after.
public final class RemoteModel implements Model {
    private static final System.Logger LOG = System.getLogger("model");
    private static final int OK = 200;
    private static final int TOO_MANY = 429;
    private static final Duration USUAL_PAUSE = Duration.ofSeconds(20);

    private final Dialect dialect;
    private final Egress egress;
    private final Secrets secrets;
    private final ProviderHealth health;
    private final Meter meter;

    /// @param health  is told how long the provider wants to be left alone
    public RemoteModel(Dialect dialect, Egress egress, Secrets secrets, ProviderHealth health, Meter meter) {
        this.dialect = dialect;
        this.egress = egress;
        this.secrets = secrets;
        this.health = health;
        this.meter = meter;
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
        JsonObject question = dialect.question(request);
        try (Meter.Charge charge = charge(request, question, key)) {
            Bill bill = new Bill(charge, TokenEstimate.of(request), out);
            Optional<JsonObject> next = Optional.of(question);
            while (next.isPresent()) {
                next = attempt(next.get(), key, bill, failures);
            }
        } catch (ContractException e) {
            if (e.getCause() instanceof IOException) {
                LOG.log(System.Logger.Level.WARNING, dialect.provider().title() + " could not be asked.", e);
            }
            throw failures.outage(e);
        }
    }

    /// Where the estimate alone would refuse a question, the provider is asked to count it.
    private Meter.Charge charge(ModelRequest request, JsonObject question, Optional<Secret> key)
            throws InterruptedException {
        Meter.Claim claim = new Meter.Claim(
                request.turn(),
                provider(),
                name(),
                dialect.free(),
                TokenEstimate.of(request),
                dialect.tuning().bound(request.maxTokens()));
        if (!meter.fits(claim)
                && meter.fits(claim.withInput(1))
                && dialect.counter().isPresent()) {
            return meter.begin(claim.withInput(Counter.count(egress, dialect, question, key, claim.inputTokens())));
        }
        return meter.begin(claim);
    }

    /// Asks; what it returns is another way to ask, for a question that was refused without an answer.
    private Optional<JsonObject> attempt(JsonObject question, Optional<Secret> key, Bill bill, Failures failures)
            throws InterruptedException {
        EgressPost post = new EgressPost(dialect.target(), dialect.headers(), key.map(dialect::credential), question);
        try (EgressAnswer answer = egress.post(post)) {
            health.restFor(RateLimits.pause(answer::header, InstantSource.system()));
            if (answer.status() == OK) {
                dialect.answer(answer.lines(), bill, failures);
                answer.finish();
                return Optional.empty();
            }
            Explanation why = Explanation.of(answer.explanation());
            Optional<JsonObject> rephrased = dialect.rephrased(question, answer.status(), why);
            note(answer, why, failures, rephrased.isPresent());
            if (rephrased.isEmpty()) {
                bill.free();
                throw failures.status(answer.status(), answer.retryAfterSeconds(), why.message());
            }
            return rephrased;
        } catch (ContractException e) {
            if (e.code() == Code.UNAVAILABLE) {
                bill.free();
            }
            throw e;
        }
    }

    /// All that can help to find out later what went wrong.
    private void note(EgressAnswer answer, Explanation why, Failures failures, boolean again) {
        if (answer.status() == TOO_MANY || answer.retryAfterSeconds().isPresent()) {
            health.restFor(
                    answer.retryAfterSeconds().isPresent()
                            ? Duration.ofSeconds(answer.retryAfterSeconds().getAsLong())
                            : USUAL_PAUSE);
        }
        LOG.log(
                again ? System.Logger.Level.INFO : System.Logger.Level.WARNING,
                "{0} answered {1} to a question for {2}: type {3}, request {4}, {5}",
                dialect.provider().title(),
                Integer.toString(answer.status()),
                name(),
                why.type(),
                answer.header("request-id")
                        .or(() -> answer.header("x-request-id"))
                        .orElse("unknown"),
                failures.clean(why.message()));
    }
}
