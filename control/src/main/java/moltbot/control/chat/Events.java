package moltbot.control.chat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import org.jspecify.annotations.Nullable;

/// A conversation as a person may be shown it. The runtime reads untrusted content and is not believed about what a yes
/// would be good for: of every question it says it asked, what is shown is what control was asked to allow.
public final class Events implements AutoCloseable {
    private static final Questions.Question UNKNOWN = new Questions.Question(
            "What this was about is not known here any more, so it cannot be answered.",
            JsonObject.EMPTY,
            List.of(),
            "",
            "");

    private static final byte[] ASKED = "approval_a".getBytes(StandardCharsets.US_ASCII);
    /// Could spell that word, or any other, in a way nobody sees.
    private static final byte[] ESCAPE = "\\u".getBytes(StandardCharsets.US_ASCII);

    private final LinkCall call;
    private final Questions questions;

    Events(LinkCall call, Questions questions) {
        this.call = call;
        this.questions = questions;
    }

    /// The head of the runtime's answer.
    public JsonObject reply() {
        return call.reply();
    }

    /// The next event, or null at the end. Most pass unread.
    public byte @Nullable [] next() throws InterruptedException {
        byte[] event = call.next();
        return event == null || !(contains(event, ASKED) || contains(event, ESCAPE)) ? event : shown(event);
    }

    private byte[] shown(byte[] bytes) throws InterruptedException {
        JsonObject json = JsonObject.parse(bytes);
        if (json.text("type").equals("approval_answered")) {
            String by = questions
                    .asked(json.text("approval"))
                    .map(Questions.Question::by)
                    .orElse("");
            return json.toBuilder().with("by", by.replaceAll(":.*", "")).build().toBytes();
        }
        if (!json.text("type").equals("approval_asked")) {
            return json.toBytes();
        }
        ChatEvent event = ChatEvent.fromJson(json);
        if (!(event.fact() instanceof ChatFact.ApprovalAsked asked)) {
            return json.toBytes();
        }
        Questions.Question question = questions.asked(asked.approval()).orElse(UNKNOWN);
        ChatFact fact = new ChatFact.ApprovalAsked(asked.call(), asked.approval(), question.why(), question.shows());
        return new ChatEvent(event.seq(), event.turn(), event.at(), fact)
                .toJson().toBuilder()
                        .with("always", JsonArray.ofTexts(question.always()))
                        .with("once", question.once())
                        .build()
                        .toBytes();
    }

    private static boolean contains(byte[] text, byte[] word) {
        for (int i = 0; i + word.length <= text.length; i++) {
            int same = 0;
            while (same < word.length && text[i + same] == word[same]) {
                same++;
            }
            if (same == word.length) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        call.close();
    }
}
