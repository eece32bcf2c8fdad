package moltbot.runtime.person;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Errand;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.model.ToolSpec;
import moltbot.runtime.person.Messages.Kept;
import moltbot.runtime.person.Messages.Wanted;
import moltbot.runtime.person.Recipients.Recipient;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.AuthorizedCall;
import moltbot.runtime.tool.BadInput;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.FixedCall;
import moltbot.runtime.tool.Schema;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import moltbot.runtime.words.Words;

/// `send_message`: a message to somebody else whom the owner let in, named by an id that the tool lists. It is in the
/// outbox before anything leaves, and leaves once.
public final class SendMessage implements Tool {
    private static final List<String> FIELDS = List.of("to", "text");
    private static final int MOST_WORDS = 160;
    private static final ToolSpec SPEC = new ToolSpec(
            "send_message",
            "Writes to somebody else for the owner, who may be asked first. Without fields: whom you may write to, by"
                    + " id, and what became of your messages. Their answer does not come here.",
            new Schema()
                    .text("to", "id")
                    .text("text", "plain; that you write for the owner is put before it")
                    .build());

    private final Recipients recipients;
    private final Messages messages;
    private final Duration patience;

    /// @param patience  how long a call waits for what becomes of its message
    public SendMessage(Recipients recipients, Messages messages, Duration patience) {
        this.recipients = recipients;
        this.messages = messages;
        this.patience = patience;
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Capability capability() {
        return Capability.MESSAGE_SEND;
    }

    @Override
    public Prepared prepare(JsonObject input, Around around) {
        String to = Schema.read(input, FIELDS, json -> json.textOr("to", "").strip());
        String text = Schema.read(input, FIELDS, json -> plain(json.textOr("text", "")));
        if (to.isEmpty() && text.isEmpty()) {
            return new FixedCall(new Effect(Capability.PEOPLE_LIST, JsonObject.EMPTY), Label.KEPT, () -> list(around));
        }
        List<Recipient> named =
                all().stream().filter(one -> one.id().equals(to)).toList();
        if (named.size() != 1) {
            throw new BadInput("Nobody has that id. Without fields it lists whom you may write to.");
        }
        Recipient recipient = named.getFirst();
        try {
            return new Sending(new Errand(recipient.key(), recipient.words(), Errand.FROM + text), around);
        } catch (ContractException e) {
            throw new BadInput("text has 1 to " + Errand.MAX_CHARS + " characters.");
        }
    }

    private List<Recipient> all() {
        try {
            return recipients.all();
        } catch (ContractException e) {
            throw new BadInput("Whom you may write to cannot be looked up just now, so nothing was sent.");
        }
    }

    /// As it is, without what could hide in it or turn it around.
    private static String plain(String text) {
        return text.strip()
                .lines()
                .map(line -> Words.line(line, Errand.MAX_CHARS + 1))
                .collect(Collectors.joining("\n"));
    }

    private ToolOutcome list(Around around) {
        List<String> lines = new ArrayList<>();
        all().forEach(one -> lines.add(one.id() + " " + one.words()));
        String people = lines.isEmpty() ? "The owner has let nobody in yet.\n" : Words.people(lines, MOST_WORDS);
        StringBuilder sent = new StringBuilder(people);
        for (Kept kept : messages.of(around.sender(), around.session())) {
            sent.append(told(kept).output()).append('\n');
        }
        return ToolOutcome.of(Outcome.OK, sent.toString());
    }

    private static ToolOutcome told(Kept kept) {
        String it = "Message #" + kept.number() + " to " + Words.line(kept.recipient(), MOST_WORDS);
        String why = kept.why().isEmpty() ? "" : " " + kept.why();
        return switch (kept.state()) {
            case SENT -> ToolOutcome.of(Outcome.OK, it + " was sent.");
            case QUEUED ->
                ToolOutcome.of(
                        Outcome.OK,
                        it + " is queued and not sent yet." + why
                                + " It is tried for three days by itself; do not send it again.");
            case FAILED -> ToolOutcome.of(Outcome.FAILED, it + " could not be delivered." + why);
            case UNKNOWN ->
                ToolOutcome.of(
                        Outcome.UNKNOWN,
                        it + " may have arrived, which cannot be known, so it was not sent again." + why
                                + " Do not send it again either; the owner can.");
        };
    }

    private final class Sending implements Prepared {
        private final Errand errand;
        private final Around around;

        Sending(Errand errand, Around around) {
            this.errand = errand;
            this.around = around;
        }

        @Override
        public Effect effect() {
            return new Effect(Capability.MESSAGE_SEND, errand.toJson());
        }

        @Override
        public ToolOutcome run(AuthorizedCall authorized) throws InterruptedException {
            Errand judged = Errand.fromJson(authorized.judged(effect()));
            try {
                Kept posted = messages.post(new Wanted(
                        authorized.call(),
                        around.sender(),
                        around.session(),
                        judged.to(),
                        judged.recipient(),
                        judged.text()));
                return told(messages.await(posted, patience));
            } catch (ContractException e) {
                if (!e.reason().equals("too-many") && !e.reason().equals("sent-before")) {
                    throw e;
                }
                return ToolOutcome.of(Outcome.FAILED, String.valueOf(e.getMessage()));
            }
        }
    }
}
