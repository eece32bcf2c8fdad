package moltbot.control.approval;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import moltbot.contract.ContractException;
import moltbot.contract.grant.Grant;
import moltbot.contract.json.JsonObject;
import moltbot.control.approval.Approval.State;
import moltbot.control.audit.Audit;
import moltbot.control.chat.Questions;
import moltbot.control.policy.Effect;
import moltbot.control.policy.StandingRule;
import org.jspecify.annotations.Nullable;

/// Questions to a person. A yes is given by a person and by nothing else: not by silence, by asking again, by a
/// restart, nor by anybody's absence. It is bound to the digest of what was shown, runs out after [#LIFE], and serves
/// one call once. Every change is in the audit and on disk before it counts. Safe for use by several threads.
public final class Approvals implements AutoCloseable {
    /// How long a question waits for its answer.
    public static final Duration LIFE = Duration.ofMinutes(15);

    private static final int MAX_PENDING = 64;
    private static final int MAX_KEPT = 1024;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final ApprovalFile file;
    private final Audit audit;
    private final StandingRules rules;
    private final Time time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Approval> byId;
    private final Deque<Approval> toKeep = new ArrayDeque<>();
    private long epoch;

    private Approvals(ApprovalFile file, Audit audit, StandingRules rules, Time time) {
        this.file = file;
        this.audit = audit;
        this.rules = rules;
        this.time = time;
        this.byId = new LinkedHashMap<>(file.loaded());
        this.epoch = byId.values().stream().mapToLong(Approval::epoch).max().orElse(0);
    }

    /// Opens `approvals.jsonl` in a folder; what was pending is pending still.
    public static Approvals open(Path folder, Audit audit, StandingRules rules, Time time) throws IOException {
        return new Approvals(ApprovalFile.open(folder.resolve("approvals.jsonl"), time.now()), audit, rules, time);
    }

    /// What the owner said "always" to.
    StandingRules rules() {
        return rules;
    }

    /// Asks about an effect, or finds the same question asked before.
    ///
    /// @param onceForAll  true if the person may say "always" to it
    /// @return the approval's id
    public String ask(Effect effect, String why, boolean onceForAll) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Approval before = find(effect);
            if (before != null) {
                return before.id();
            }
            expireDue();
            if (pending() >= MAX_PENDING) {
                throw ContractException.refused(
                        "busy", "Too many questions wait for an answer already; answer some of them first.");
            }
            Approval approval = new Approval(
                    time.newId(), effect, why, onceForAll, time.now().plus(LIFE), epoch);
            audit.record("approval.asked", described(approval).with("why", why).build());
            file.asked(approval);
            byId.put(approval.id(), approval);
            dropOldest();
            return approval.id();
        } finally {
            lock.unlock();
        }
    }

    /// The breaker is in this epoch: every question of before is void, and so is every yes that was not used. It counts
    /// from here on, whether or not it can be written down; that is tried again at every call until it can.
    public void reached(long newEpoch) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (newEpoch > epoch) {
                epoch = newEpoch;
                for (Approval approval : byId.values()) {
                    if (approval.state() == State.PENDING && past(approval)) {
                        approval.become(State.VOIDED, "");
                        toKeep.add(approval);
                    }
                }
            }
            Approval next;
            while ((next = toKeep.peek()) != null) {
                audit.record(
                        "approval.answered",
                        described(next)
                                .with("decision", State.VOIDED.word())
                                .with("by", "the breaker's epoch " + epoch)
                                .build());
                file.answered(next, State.VOIDED, "");
                toKeep.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean past(Approval approval) {
        return approval.epoch() < epoch;
    }

    /// What a question is about, to show it to a person.
    public Optional<Questions.Question> asked(String id) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            return Optional.ofNullable(byId.get(id))
                    .map(approval -> new Questions.Question(
                            approval.why(),
                            approval.effect().shows(),
                            approval.offer().rules().stream()
                                    .map(StandingRule::sentence)
                                    .toList(),
                            approval.offer().whyNot(),
                            approval.by()));
        } finally {
            lock.unlock();
        }
    }

    /// Whether it waits for an answer still.
    boolean waits(String id) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            expireDue();
            Approval approval = byId.get(id);
            return approval != null && approval.state() == State.PENDING && !past(approval);
        } finally {
            lock.unlock();
        }
    }

    /// What a person may say.
    public enum Said {
        NO,
        /// This once.
        YES,
        /// This once, and from now on all that is exactly so.
        ALWAYS
    }

    /// Takes a person's answer, once.
    public void answer(String id, Said said, Approver approver) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            expireDue();
            Approval approval = get(id);
            if (approval.state() == State.VOIDED || past(approval)) {
                throw ContractException.refused(
                        "already-answered",
                        "The breaker tripped after this was asked, so it is void and was not done. Ask again in the"
                                + " chat.");
            }
            if (approval.state() == State.EXPIRED) {
                throw ContractException.refused(
                        "already-answered", "The time to answer ran out, so it was not done. Ask again in the chat.");
            }
            if (approval.state() != State.PENDING) {
                throw ContractException.refused(
                        "already-answered",
                        "This was answered before: " + approval.state().word() + ".");
            }
            if (said == Said.ALWAYS) {
                rules.always(approval.offer(), approver.name());
            }
            settle(approval, said == Said.NO ? State.DENIED : State.APPROVED, approver.name());
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the answer.
    ///
    /// @return the grant to make for a yes; empty after a no, and where the time to answer or to use it ran out
    Answer await(String id) throws InterruptedException {
        Approval approval = get(id);
        while (approval.state() == State.PENDING) {
            lock.lockInterruptibly();
            try {
                expireDue();
            } finally {
                lock.unlock();
            }
            if (approval.answered().await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        return switch (approval.state()) {
            case APPROVED -> issue(approval);
            case DENIED -> new Answer.Denied();
            case VOIDED -> new Answer.Voided();
            case EXPIRED, PENDING -> new Answer.Expired();
        };
    }

    /// Says that a call is over: a yes to it serves nothing more, and a question about it needs no answer.
    void finished(String call) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (Approval approval : byId.values()) {
                if (!approval.effect().call().equals(call)) {
                    continue;
                }
                if (approval.state() == State.PENDING) {
                    settle(approval, State.EXPIRED, "the call is over");
                } else if (approval.state() == State.APPROVED && !approval.spent()) {
                    file.spent(approval);
                    approval.spend();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends the questions whose time has run out. Called whenever an answer could matter.
    void expireDue() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Instant now = time.now();
            for (Approval approval : byId.values()) {
                if (approval.state() == State.PENDING && !now.isBefore(approval.expires())) {
                    settle(approval, State.EXPIRED, "time");
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void settle(Approval approval, State state, String by) throws InterruptedException {
        JsonObject record = described(approval)
                .with("decision", state.word())
                .with("by", by)
                .build();
        audit.record("approval.answered", record);
        file.answered(approval, state, by);
        approval.become(state, by);
    }

    /// A grant may have to be handed over again, when the runtime lost it in a restart. It keeps its id, which is used
    /// up where the effect is carried out, and it is handed over only while that place is sure to remember the id.
    private Answer issue(Approval approval) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (approval.spent()) {
                return new Answer.Expired();
            }
            if (past(approval)) {
                return new Answer.Voided();
            }
            Approval.Issue before = approval.issue();
            if (before.grant().isEmpty()) {
                Approval.Issue first = new Approval.Issue(time.newId(), time.bootId(), time.nanos());
                audit.record("approval.used", described(approval).build());
                file.issued(approval, first);
                approval.issued(first);
                return new Answer.Approved(approval.effect(), first.grant());
            }
            long age = time.nanos() - before.firstNanos();
            boolean remembered = before.bootId().equals(time.bootId()) && age >= 0 && age < Grant.MAX_LIFE.toNanos();
            return remembered ? new Answer.Approved(approval.effect(), before.grant()) : new Answer.Expired();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Approval find(Effect effect) {
        for (Approval approval : byId.values()) {
            if (approval.effect().equals(effect)) {
                return approval;
            }
        }
        return null;
    }

    private Approval get(String id) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Approval approval = byId.get(id);
            if (approval == null) {
                throw ContractException.refused(
                        "unknown-approval", "This question is not open, so the answer changed nothing.");
            }
            return approval;
        } finally {
            lock.unlock();
        }
    }

    private long pending() {
        return byId.values().stream()
                .filter(approval -> approval.state() == State.PENDING)
                .count();
    }

    private void dropOldest() {
        if (byId.size() > MAX_KEPT) {
            byId.values().stream()
                    .filter(approval -> approval.state() != State.PENDING)
                    .findFirst()
                    .ifPresent(oldest -> byId.remove(oldest.id()));
        }
    }

    private static JsonObject.Builder described(Approval approval) {
        return JsonObject.with("approval", approval.id())
                .with("call", approval.effect().call())
                .with("effect", approval.effect().effect())
                .with("digest", approval.effect().digest());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
