package moltbot.runtime.link;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.runtime.markdown.Markdown;
import moltbot.runtime.outbox.Courier;
import moltbot.runtime.outbox.Letter;
import moltbot.runtime.outbox.Outcome;
import moltbot.runtime.workspace.GivenFile;

/// Hands letters to the gateway, which knows where their addresses are and asks control whether they may be
/// written to.
public final class LinkCourier implements Courier {
    /// Files have megabytes, several times over on their way through the gateway: one at a time.
    private static final int FILES = 1;

    private final LinkClient gateway;
    private final GivenFile.Source files;
    private final Semaphore room = new Semaphore(FILES, true);

    /// @param files  finds what is to be carried where a letter is a file
    public LinkCourier(LinkClient gateway, GivenFile.Source files) {
        this.gateway = gateway;
        this.files = files;
    }

    @Override
    public Outcome carry(Letter letter, IntConsumer sent) throws InterruptedException {
        JsonObject.Builder head = JsonObject.with("letter", letter.id())
                .with("made", letter.made())
                .with("address", letter.address())
                .with("from", letter.parts())
                .with("once", letter.once())
                .with("begun", letter.begun());
        if (!letter.body().answers().isEmpty()) {
            head.with("answers", letter.body().answers());
        }
        if (!letter.body().turn().isEmpty()) {
            head.with("turn", letter.body().turn());
        }
        if (!letter.body().replies().isEmpty()) {
            head.with("replies", QuickReply.toJson(letter.body().replies()));
        }
        if (!letter.body().file()) {
            Letter.Body body = letter.body();
            Styled styled = body.markdown() ? Markdown.read(body.text()) : Styled.plain(body.text());
            return carry(head.build(), styled.toJson().toBytes(), sent);
        }
        room.acquire();
        try {
            Optional<GivenFile> file = files.of(letter.id());
            return file.isEmpty()
                    ? new Outcome.Never("The file is gone.")
                    : carry(
                            head.with("file", file.get().name()).build(),
                            file.get().bytes(),
                            sent);
        } finally {
            room.release();
        }
    }

    private Outcome carry(JsonObject head, byte[] body, IntConsumer sent) throws InterruptedException {
        boolean handedOver = false;
        try (LinkCall call = gateway.open("channel.send", head)) {
            call.sendAll(body);
            handedOver = true;
            byte[] frame;
            while ((frame = call.next()) != null) {
                JsonObject told = JsonObject.parse(frame);
                if (told.has("sent")) {
                    sent.accept(told.integer("sent"));
                } else {
                    return outcome(told);
                }
            }
            return lost();
        } catch (ContractException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw (InterruptedException) new InterruptedException("Shutting down.").initCause(e);
            }
            if (e.code() == Code.REFUSED) {
                return refused(e);
            }
            return handedOver && e.code() != Code.UNAVAILABLE
                    ? lost()
                    : new Outcome.Later("The gateway does not answer.", Duration.ZERO);
        }
    }

    private static Outcome outcome(JsonObject told) {
        String why = told.textOr("why", "");
        return switch (told.text("outcome")) {
            case "sent" -> new Outcome.Sent();
            case "later" -> new Outcome.Later(why, Duration.ofMillis(told.numberOr("waitMillis", 0)));
            case "never" -> new Outcome.Never(why);
            default -> new Outcome.Unknown(why);
        };
    }

    private static Outcome refused(ContractException e) {
        String why = String.valueOf(e.getMessage());
        return switch (e.reason()) {
            case "not-admitted", "malformed", "too-large" -> new Outcome.Never(why);
            default -> new Outcome.Later(why, Duration.ZERO);
        };
    }

    private static Outcome lost() {
        return new Outcome.Unknown("The gateway ended while this was being sent.");
    }
}
