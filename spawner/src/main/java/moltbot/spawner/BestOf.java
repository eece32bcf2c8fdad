package moltbot.spawner;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.spawner.task.AuthorizedTask;
import moltbot.spawner.task.RunOperation;
import moltbot.spawner.task.Stop;
import moltbot.spawner.task.TaskEnd;
import moltbot.spawner.task.TaskInput;
import moltbot.spawner.task.TaskOutput;
import moltbot.spawner.task.Tier;
import org.jspecify.annotations.Nullable;

/// Several tiers, the best first: the first that works runs the tasks, and what is better and does not work is said.
final class BestOf implements Tier, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("tier");

    private final List<Tier> tiers;
    private @Nullable Tier chosen;
    private String note = "";

    BestOf(List<Tier> tiers) {
        this.tiers = List.copyOf(tiers);
    }

    @Override
    public synchronized String name() {
        return chosen().name();
    }

    @Override
    public synchronized String note() {
        return note;
    }

    @Override
    public synchronized String browser() {
        return chosen().browser();
    }

    @Override
    public synchronized Optional<String> problem() throws InterruptedException {
        List<String> problems = new ArrayList<>();
        chosen = null;
        for (Tier tier : tiers) {
            Optional<String> problem = tier.problem();
            if (problem.isEmpty()) {
                chosen = tier;
                note = String.join(" ", problems);
                return Optional.empty();
            }
            problems.add(tier.name() + ": " + problem.get());
        }
        note = "";
        // The first is the best, and the quickest to mend.
        String first = problems.getFirst();
        String mend = first.substring(first.indexOf(' ') + 1);
        String rest = String.join(" ", problems.subList(1, problems.size()));
        return Optional.of(rest.isEmpty() ? mend : mend + " Nor does another way work: " + rest);
    }

    @Override
    public synchronized Tier chosen() {
        Tier now = chosen;
        if (now == null) {
            throw nothing();
        }
        return now;
    }

    private static ContractException nothing() {
        return ContractException.refused(
                RunOperation.NO_TIER, "No sandbox of this machine can run this, so nothing was run.");
    }

    @Override
    public TaskEnd run(AuthorizedTask task, TaskInput input, TaskOutput output, Stop stop) throws InterruptedException {
        return chosen().run(task, input, output, stop);
    }

    /// Ends what the tiers keep ready.
    @Override
    public void close() {
        for (Tier tier : tiers) {
            if (tier instanceof AutoCloseable closeable) {
                try {
                    closeable.close();
                } catch (Exception e) {
                    LOG.log(System.Logger.Level.WARNING, "A sandbox tier did not close cleanly.", e);
                }
            }
        }
    }
}
