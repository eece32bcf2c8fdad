package moltbot.runtime.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.chat.ChatFact.Notice;
import moltbot.contract.label.Label;
import moltbot.contract.model.Attachment;
import moltbot.runtime.context.Digest;
import moltbot.runtime.workspace.WorkspaceChange;

/// One step of a turn: all of it is on disk, or none.
///
/// @param facts     what watchers see, in order
/// @param said      what the model will see
/// @param marks     how far calls have come
/// @param change    what happened to the workspace
/// @param attachments  images and documents that `said` refers to
/// @param once      a notice to give only if this conversation has not had it
/// @param label     of what was read in it; the conversation's own gets no better than that
/// @param digest    stands for old turns from now on
/// @param joined    turns that are over because what began them was said in this one
/// @param part      the call of the sub-agent whose conversation `said` belongs to; empty for the turn's own
/// @param outcome   `done`, `failed` or `stopped` where the turn is over
public record Step(
        List<Entry> facts,
        List<Said> said,
        List<CallMark> marks,
        WorkspaceChange change,
        List<Attachment> attachments,
        Optional<Notice> once,
        Label label,
        Optional<Digest> digest,
        List<String> joined,
        String part,
        Optional<String> outcome) {
    /// A fact and where it came from.
    public record Entry(Origin origin, ChatFact fact) {}

    /// The same step, of the sub-agent that does this call.
    Step inPart(String call) {
        return new Step(facts, said, marks, change, attachments, once, label, digest, joined, call, outcome);
    }

    /// Nothing at all.
    boolean isEmpty() {
        return facts.isEmpty() && said.isEmpty() && marks.isEmpty();
    }

    /// Collects a step.
    public static final class Builder {
        private final List<Entry> facts = new ArrayList<>();
        private final List<Said> said = new ArrayList<>();
        private final List<CallMark> marks = new ArrayList<>();
        private WorkspaceChange change = WorkspaceChange.NONE;
        private final List<Attachment> attachments = new ArrayList<>();
        private Optional<Notice> once = Optional.empty();
        private Label label = Label.OWNERS;
        private Optional<Digest> digest = Optional.empty();
        private final List<String> joined = new ArrayList<>();
        private Optional<String> outcome = Optional.empty();

        public Builder fact(Origin origin, ChatFact fact) {
            facts.add(new Entry(origin, fact));
            return this;
        }

        public Builder notice(String code, String text) {
            return fact(Origin.HOUSE, new Notice(code, text));
        }

        public Builder noticeOnce(String code, String text) {
            once = Optional.of(new Notice(code, text));
            return this;
        }

        public Builder said(Said message) {
            said.add(message);
            return this;
        }

        public Builder mark(CallMark mark) {
            marks.add(mark);
            return this;
        }

        public Builder change(WorkspaceChange workspaceChange) {
            change = workspaceChange;
            return this;
        }

        /// Says that something with this label was read.
        public Builder read(Label more) {
            label = label.join(more);
            return this;
        }

        /// Says what stands for old turns from now on.
        public Builder compacted(Digest newer) {
            digest = Optional.of(newer);
            return this;
        }

        /// Ends the turn a message would have begun: it was said in this one.
        public Builder joined(String turn) {
            joined.add(turn);
            return this;
        }

        public Builder attach(List<Attachment> shown) {
            attachments.addAll(shown);
            return this;
        }

        /// Ends the turn.
        public Builder finished(String how) {
            outcome = Optional.of(how);
            return fact(Origin.HOUSE, new ChatFact.TurnFinished(how));
        }

        public Step build() {
            return new Step(
                    List.copyOf(facts),
                    List.copyOf(said),
                    List.copyOf(marks),
                    change,
                    List.copyOf(attachments),
                    once,
                    label,
                    digest,
                    List.copyOf(joined),
                    "",
                    outcome);
        }
    }
}
