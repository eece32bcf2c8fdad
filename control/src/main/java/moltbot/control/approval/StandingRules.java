package moltbot.control.approval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.control.audit.Audit;
import moltbot.control.journal.Journal;
import moltbot.control.policy.Effect;
import moltbot.control.policy.Standing;
import moltbot.control.policy.StandingRule;

/// What the owner said "always" to. Every change is in the audit and on disk before it counts. Safe for use by several
/// threads.
public final class StandingRules implements AutoCloseable {
    private static final int MOST = 256;

    /// A rule and where it came from.
    ///
    /// @param made  when, in milliseconds of the epoch
    /// @param by    who said so
    public record Kept(String id, StandingRule rule, long made, String by) {
        public JsonObject toJson() {
            return JsonObject.with("id", id)
                    .with("rule", rule.toJson())
                    .with("sentence", rule.sentence())
                    .with("made", made)
                    .with("by", by)
                    .build();
        }
    }

    private final Journal journal;
    private final Audit audit;
    private final Time time;
    private final Map<String, Kept> rules;
    private final ReentrantLock lock = new ReentrantLock();

    private StandingRules(Journal journal, Audit audit, Time time, Map<String, Kept> rules) {
        this.journal = journal;
        this.audit = audit;
        this.time = time;
        this.rules = rules;
    }

    /// Opens `rules.jsonl` in a folder.
    public static StandingRules open(Path folder, Audit audit, Time time) throws IOException {
        Path file = folder.resolve("rules.jsonl");
        Journal journal = Journal.open(file, Journal.Outcome.IGNORED);
        Map<String, Kept> rules = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            JsonObject json = JsonObject.parse(line);
            if (json.text("op").equals("made")) {
                rules.put(
                        json.text("id"),
                        new Kept(
                                json.text("id"),
                                StandingRule.fromJson(json.object("rule")),
                                json.number("made"),
                                json.text("by")));
            } else {
                rules.remove(json.text("id"));
            }
        }
        return new StandingRules(journal, audit, time, rules);
    }

    /// Keeps what "always" to an effect means, as far as it is not kept yet.
    ///
    /// @throws ContractException  `no-rule` where there is no such thing as "always" for it
    void always(Standing.Offer offer, String by) throws InterruptedException {
        if (offer.rules().isEmpty()) {
            throw ContractException.refused("no-rule", offer.whyNot() + " Approve it once instead.");
        }
        lock.lockInterruptibly();
        try {
            List<StandingRule> known = rules.values().stream().map(Kept::rule).toList();
            for (StandingRule rule : offer.rules()) {
                if (!known.contains(rule)) {
                    make(new Kept(
                            time.newId().substring(0, 12), rule, time.now().toEpochMilli(), by));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void make(Kept kept) throws InterruptedException {
        if (rules.size() >= MOST) {
            throw ContractException.refused(
                    "too-many",
                    "There are " + MOST + " standing rules already. Forget some with './moltbot policy forget'.");
        }
        audit.record("rule.made", kept.toJson());
        JsonObject line = kept.toJson().toBuilder().with("op", "made").build();
        journal.append(line::toBytes);
        rules.put(kept.id(), kept);
    }

    /// The owner takes an "always" back; it counts from here on.
    public void forget(String id, String by) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!rules.containsKey(id)) {
                throw ContractException.refused("unknown-rule", "There is no such rule, so nothing was changed.");
            }
            audit.record(
                    "rule.forgotten", JsonObject.with("id", id).with("by", by).build());
            JsonObject line = JsonObject.with("op", "forgotten").with("id", id).build();
            journal.append(line::toBytes);
            rules.remove(id);
        } finally {
            lock.unlock();
        }
    }

    /// As the panel and the owner's shell are told.
    public JsonObject toJson() {
        return JsonObject.with(
                        "rules", JsonArray.of(all().stream().map(Kept::toJson).toList()))
                .build();
    }

    List<Kept> all() {
        lock.lock();
        try {
            return List.copyOf(rules.values());
        } finally {
            lock.unlock();
        }
    }

    /// True if the owner said "always" to all that an effect would be asked about.
    boolean cover(Effect effect) {
        return Standing.covers(all().stream().map(Kept::rule).toList(), effect);
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
