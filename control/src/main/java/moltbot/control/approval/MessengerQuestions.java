package moltbot.control.approval;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import moltbot.contract.ContractException;
import moltbot.contract.Cut;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.link.LinkExchange;
import moltbot.control.approval.Approvals.Said;
import moltbot.control.chat.Conversations;
import moltbot.control.policy.Effect;

/// Questions in the owner's messengers. What somebody asks for there is shown to the owner there, whole and in one
/// message with a code that stands for exactly this question. A no is taken for every question; a yes only for what the
/// table of decisions does not want asked each time, which fits one message, and while the panel is not blocked either:
/// a messenger cannot prove lately who holds it. Codes are kept nowhere, so a restart forgets them. Safe for several
/// threads.
public final class MessengerQuestions {
    private static final System.Logger LOG = System.getLogger("approval");
    /// With the words around it, less than any messenger's message holds: no part of it can pass for another message.
    private static final int MOST_SHOWN = 1_200;

    private static final int MOST_WHY = 300;

    /// @param addresses  keys of those who were told the code
    /// @param yes        whether a yes is taken here
    private record Open(String approval, List<String> addresses, boolean yes) {}

    private final Approvals approvals;
    private final Conversations conversations;
    private final Supplier<List<String>> owners;
    private final BooleanSupplier blocked;
    private final Supplier<String> codes;
    private final Map<String, Open> byCode = new HashMap<>();

    /// @param owners   keys of the owner's own addresses, and nobody else's
    /// @param blocked  whether the panel is; true where that cannot be known
    /// @param codes    makes a code nobody can guess
    public MessengerQuestions(
            Approvals approvals,
            Conversations conversations,
            Supplier<List<String>> owners,
            BooleanSupplier blocked,
            Supplier<String> codes) {
        this.approvals = approvals;
        this.conversations = conversations;
        this.owners = owners;
        this.blocked = blocked;
        this.codes = codes;
    }

    /// Tells the owner of a question that was asked in a messenger; once, however often it is asked.
    void asked(String approval, Effect effect, String why, boolean onceForAll) throws InterruptedException {
        List<String> addresses = addresses(effect);
        if (addresses.isEmpty() || !approvals.waits(approval)) {
            return;
        }
        String shown = Plain.ascii(effect.shows().toString());
        String reason = Plain.ascii(why);
        boolean whole = shown.length() + reason.length() <= MOST_SHOWN;
        boolean yes = whole && onceForAll;
        String code;
        synchronized (byCode) {
            if (byCode.values().stream().anyMatch(open -> open.approval().equals(approval))) {
                return;
            }
            code = codes.get();
            byCode.put(code, new Open(approval, addresses, yes));
        }
        forgetOld();
        String text = "May I? " + (whole ? reason : Cut.of(reason, MOST_WHY))
                + (effect.sender().equals("owner") ? "" : " Somebody else whom you let in asked for it.") + "\n\n"
                + effect.effect() + (whole ? " " + shown : ": too long to be shown here; the panel shows it.") + "\n\n"
                + (yes
                        ? "Answer within 15 minutes: /approve " + code + " or /deny " + code
                        : "A yes to this is given in the panel only. To say no: /deny " + code);
        QuickReply no = new QuickReply("Deny", "/deny " + code, "\uD83D\uDC4E");
        List<QuickReply> replies =
                yes ? List.of(new QuickReply("Approve", "/approve " + code, "\uD83D\uDC4D"), no) : List.of(no);
        Thread.ofVirtual().name("question").start(() -> {
            try {
                conversations.ask("question-" + approval, text, replies, addresses);
            } catch (ContractException e) {
                LOG.log(System.Logger.Level.WARNING, "A question is shown in the panel only: {0}", e.getMessage());
            }
        });
    }

    /// Where the owner is told: in their own conversation there, and of what others ask for everywhere.
    private List<String> addresses(Effect effect) {
        boolean owners = effect.sender().equals("owner");
        return this.owners.get().stream()
                .filter(key -> !owners
                        || effect.session().equals(key)
                        || effect.session().startsWith(key + "-"))
                .toList();
    }

    private void forgetOld() throws InterruptedException {
        List<Map.Entry<String, Open>> all;
        synchronized (byCode) {
            all = List.copyOf(byCode.entrySet());
        }
        for (Map.Entry<String, Open> entry : all) {
            if (!approvals.waits(entry.getValue().approval())) {
                synchronized (byCode) {
                    byCode.remove(entry.getKey());
                }
            }
        }
    }

    /// Takes the answer of an address of the owner's.
    ///
    /// @return what they are told
    public String answer(LinkExchange exchange, Address from, String typed, boolean yes) throws InterruptedException {
        Approver approver = Approver.inMessenger(exchange, from);
        String code = typed.toUpperCase(Locale.ROOT);
        Open open;
        synchronized (byCode) {
            open = byCode.get(code);
        }
        if (open == null
                || !open.addresses().contains(from.key())
                || !owners.get().contains(from.key())) {
            return "No question waits with that code, so nothing was answered. The panel shows those that wait.";
        }
        if (yes && !open.yes()) {
            return "A yes to this is given in the panel only, by a fresh proof that it is you. Nothing was approved.";
        }
        if (yes && blocked.getAsBoolean()) {
            return "The panel is blocked, so nothing is approved here either.";
        }
        approvals.answer(open.approval(), yes ? Said.YES : Said.NO, approver);
        synchronized (byCode) {
            byCode.remove(code);
        }
        return yes ? "Approved, this once." : "Denied. It is not done.";
    }
}
