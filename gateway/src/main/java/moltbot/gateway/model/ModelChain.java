package moltbot.gateway.model;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import moltbot.contract.ContractException;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelRequest;
import org.jspecify.annotations.Nullable;

/// Asks the models in the owner's order until one answers: each once, then all again after a pause, and gives up soon
/// enough that a person is told within ten seconds. What a broken answer had said is declared void before another
/// begins. Every failure is in the log. Safe for several threads.
public final class ModelChain {
    /// From the first failure on, nothing is tried for a second time after this.
    static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final System.Logger LOG = System.getLogger("model");
    private static final long FIRST_PAUSE_MILLIS = 400;

    private final Rest rest;
    private final LongSupplier nanos;
    private final DoubleSupplier chance;

    /// Waits for a while.
    @FunctionalInterface
    public interface Rest {
        void rest(Duration time) throws InterruptedException;
    }

    /// @param nanos   a monotonic clock
    /// @param chance  from 0 to 1
    public ModelChain(Rest rest, LongSupplier nanos, DoubleSupplier chance) {
        this.rest = rest;
        this.nanos = nanos;
        this.chance = chance;
    }

    /// As [Model#stream]. What `out` fails with ends it at once. Where none can answer it fails with what the first of
    /// them failed with.
    public void stream(List<Candidate> candidates, ModelRequest request, Consumer<ModelEvent> out)
            throws InterruptedException {
        Attempts attempts = new Attempts(request, out);
        for (int round = 0; ; round++) {
            for (Candidate candidate : candidates) {
                if (attempts.answered(candidate)) {
                    return;
                }
            }
            if (!attempts.worthAnother(candidates)) {
                throw attempts.failure(candidates);
            }
            double jitter = 0.5 + 0.5 * chance.getAsDouble();
            rest.rest(Duration.ofMillis((long) ((FIRST_PAUSE_MILLIS << round) * jitter)));
        }
    }

    /// The tries of one question.
    private final class Attempts {
        private final ModelRequest request;
        private final Consumer<ModelEvent> out;
        private final Set<Candidate> hopeless = new HashSet<>();
        private final Set<Candidate> tried = new HashSet<>();
        private @Nullable ContractException first;
        private long firstFailure;
        private boolean begun;
        private boolean voided;
        private @Nullable RuntimeException outFailed;

        Attempts(ModelRequest request, Consumer<ModelEvent> out) {
            this.request = request;
            this.out = out;
        }

        boolean answered(Candidate candidate) throws InterruptedException {
            boolean again = !tried.add(candidate);
            if (hopeless.contains(candidate)
                    || (again && elapsed().compareTo(PATIENCE) > 0)
                    || !candidate.health().admits()) {
                return false;
            }
            boolean decided = false;
            try {
                candidate.model().stream(request, this::pass);
                candidate.health().worked();
                decided = true;
                return true;
            } catch (ContractException e) {
                if (outFailed != null) {
                    throw outFailed;
                }
                decided = failed(candidate, e);
                return false;
            } finally {
                if (!decided) {
                    candidate.health().undecided();
                }
            }
        }

        private void pass(ModelEvent event) {
            try {
                if (voided) {
                    voided = false;
                    out.accept(new ModelEvent.Restarted());
                }
                begun = true;
                out.accept(event);
            } catch (RuntimeException e) {
                outFailed = e;
                throw e;
            }
        }

        /// True where the provider's health is told of it.
        private boolean failed(Candidate candidate, ContractException failure) {
            voided |= begun;
            begun = false;
            if (first == null) {
                first = failure;
                firstFailure = nanos.getAsLong();
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The model {0} of {1} failed ({2}): {3}",
                    candidate.model().name(),
                    candidate.model().provider(),
                    failure.reason(),
                    failure.getMessage());
            if (failure.reason().startsWith("budget-")) {
                throw failure;
            }
            if (failure.reason().equals("model-unavailable")) {
                candidate.health().failed();
                return true;
            }
            if (!failure.reason().equals("model-rate-limited")) {
                hopeless.add(candidate);
            }
            return false;
        }

        private Duration elapsed() {
            return first == null ? Duration.ZERO : Duration.ofNanos(nanos.getAsLong() - firstFailure);
        }

        boolean worthAnother(List<Candidate> candidates) {
            if (first == null) {
                // All of them rest: that counts as a failure too, and may pass in time.
                first = resting(candidates.getFirst());
                firstFailure = nanos.getAsLong();
            }
            return elapsed().compareTo(PATIENCE) <= 0
                    && candidates.stream()
                            .anyMatch(candidate -> !hopeless.contains(candidate)
                                    && candidate.health().rest().compareTo(PATIENCE) <= 0);
        }

        ContractException failure(List<Candidate> candidates) {
            return first == null ? resting(candidates.getFirst()) : first;
        }
    }

    private static ContractException resting(Candidate candidate) {
        return ContractException.refused(
                "model-resting",
                "The provider " + candidate.model().provider() + " failed lately and is left alone for "
                        + (candidate.health().rest().toSeconds() + 1) + " seconds.");
    }
}
