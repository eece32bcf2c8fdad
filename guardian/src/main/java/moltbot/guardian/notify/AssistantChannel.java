package moltbot.guardian.notify;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;

/// Writes into a conversation of the owner's own, which control keeps with the others: it is read in the panel, once
/// that is open again, and meanwhile on the host and wherever the owner is themselves in a messenger. Only what the
/// owner must know goes there: that it is blocked, and
/// that it was reset. The words are the notice's own, so that nothing that was seen reaches a conversation.
public final class AssistantChannel implements Messenger {
    private static final int ATTEMPTS = 20;

    private final LinkClient control;
    private final Supplier<String> ids;
    private final Duration pause;

    /// @param ids    names a message whose event has no name, so that one that is sent twice is there once
    /// @param pause  before it is tried again
    public AssistantChannel(LinkClient control, Supplier<String> ids, Duration pause) {
        this.control = control;
        this.ids = ids;
        this.pause = pause;
    }

    @Override
    public void send(Notice notice) throws IOException, InterruptedException {
        if (notice.kind() == Notice.Kind.WARNING) {
            return;
        }
        JsonObject head = JsonObject.with("id", notice.event().isEmpty() ? ids.get() : notice.event())
                .with("title", notice.title())
                .with("text", notice.text())
                .build();
        for (int i = 1; ; i++) {
            try {
                control.ask("guardian.notice", head);
                return;
            } catch (ContractException e) {
                if (i == ATTEMPTS) {
                    throw new IOException(e);
                }
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            }
        }
    }
}
