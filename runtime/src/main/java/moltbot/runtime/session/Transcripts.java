package moltbot.runtime.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.label.Label;
import moltbot.contract.model.ModelMessage;
import moltbot.runtime.agent.Attachments;
import moltbot.runtime.agent.CallMark;
import moltbot.runtime.agent.Said;
import moltbot.runtime.agent.Step;
import moltbot.runtime.context.Past;
import moltbot.runtime.workspace.Arrivals;
import moltbot.runtime.workspace.GivenFile;
import moltbot.runtime.workspace.Workspace;

/// Where conversations are kept. What a call here has returned from is on disk. Refuses with reason `storage`
/// where the disk does; nothing of that call was kept then.
///
/// Callbacks run in the order things came on disk, before the call returns, and must be quick.
public interface Transcripts {
    /// A message that was taken.
    ///
    /// @param event  what it is in the transcript
    record Accepted(Turn turn, boolean duplicate, Kept event) {}

    /// How far a turn had come.
    ///
    /// @param parts  what was said by and to its sub-agents, by the calls that began them
    record Progress(List<Said> said, Map<String, CallMark> marks, Map<String, List<Said>> parts) {}

    /// A conversation in a list.
    ///
    /// @param model  chosen for it; empty for the usual one
    record Summary(String session, long updatedAt, String preview, Meanwhile meanwhile, String model) {}

    /// Somebody else's conversation in a list.
    record GuestSummary(String sender, Summary summary) {}

    /// Takes a message, once: the same sender's same id again gives the same turn. Refuses with reason `workspace-full`
    /// where the files have no room; nothing of the message was kept then.
    ///
    /// @param arrivals   the files that came along with it
    /// @param committed  called if it is new
    Accepted accept(InboundMessage message, Arrivals arrivals, String turn, Consumer<Accepted> committed);

    /// Takes a message with which no files came.
    default Accepted accept(InboundMessage message, String turn, Consumer<Accepted> committed) {
        return accept(message, Arrivals.none(), turn, committed);
    }

    /// What came of a message that was taken back.
    ///
    /// @param turn   the one that it began, which may be over
    /// @param into   the turn that answers it instead, where it joined one
    /// @param event  what is shown of that
    record Withdrawn(Turn turn, Optional<String> into, Kept event) {}

    /// Has no model be shown any more what somebody took back; it is kept for people to read. Empty, and nothing is
    /// changed, where that sender wrote nothing by that id, or took it back before.
    ///
    /// @param committed  called if something was changed
    Optional<Withdrawn> withdraw(String sender, String id, Consumer<Withdrawn> committed);

    /// Whether what began a turn was taken back.
    boolean isWithdrawn(Turn turn);

    /// A notice that is a turn of its own.
    ///
    /// @param id         the same sender's same id again is the same notice
    /// @param title      what the conversation is called in a list from then on; empty where that stays as it is
    /// @param addresses  where in messengers it is posted too, with the notice or not at all
    /// @param replies    what is offered there as an answer
    record Announcement(
            String id, String title, ChatFact.Notice notice, List<String> addresses, List<QuickReply> replies) {
        public Announcement {
            addresses = List.copyOf(addresses);
            replies = List.copyOf(replies);
        }

        /// One that is said nowhere else than in its conversation.
        public static Announcement here(String id, String title, ChatFact.Notice notice) {
            return new Announcement(id, title, notice, List.of(), List.of());
        }
    }

    /// Keeps a notice, once, as a turn of its own that is over.
    ///
    /// @param committed  called if it is new
    void tell(SessionKey session, Announcement what, Consumer<List<Kept>> committed);

    /// Where in a messenger a conversation is answered; empty for one that is read where it is kept.
    String address(SessionKey session);

    /// Keeps a step of a turn that is not over.
    void append(Turn turn, Step step, Consumer<List<Kept>> committed);

    /// Events after `seq`, in order, some of them: empty means there are no more.
    List<Kept> after(SessionKey session, long seq);

    /// The number of the newest event; 0 where there is none.
    long latest(SessionKey session);

    /// A sender's conversations, newest first.
    List<Summary> sessions(String sender);

    /// Conversations of all others than the owner, newest first.
    List<GuestSummary> guests();

    /// The label of all that was read in a conversation.
    Label label(SessionKey session);

    /// What becomes of messages that come while a turn runs; [Meanwhile#STEER] where nobody chose.
    Meanwhile meanwhile(SessionKey session);

    /// Keeps that choice, also for a conversation that has no message yet.
    void choose(SessionKey session, Meanwhile meanwhile);

    /// The model that was chosen for a conversation; empty for the usual one.
    String model(SessionKey session);

    /// Keeps that choice, also for a conversation that has no message yet.
    void choose(SessionKey session, String model);

    /// Keeps that a conversation is to be summed up, as a turn that nobody's words begin. Where one is waiting or under
    /// way nothing more is kept.
    ///
    /// @param notice     what its owner is told at once
    /// @param committed  called if it is new
    void sumUp(SessionKey session, String turn, ChatFact.Notice notice, Consumer<Accepted> committed);

    /// Turns that are not over, in the order they came.
    List<Turn> unfinished();

    /// What a model may be shown of what came before `turn`.
    Past past(Turn turn);

    /// What the person was asked in the turns of these events, and said, one line each.
    List<String> approvals(SessionKey session, long from, long to);

    /// What began a turn.
    default ModelMessage begin(Turn turn) {
        return turn.text().isEmpty() ? progress(turn).said().getFirst().message() : ModelMessage.user(turn.text());
    }

    /// What was written in the message that began a turn, as it was.
    String wrote(Turn turn);

    Progress progress(Turn turn);

    Workspace workspace(SessionKey session);

    Attachments attachments(SessionKey session);

    /// The file that a call gave; empty where it gave none.
    Optional<GivenFile> given(SessionKey session, String call);
}
