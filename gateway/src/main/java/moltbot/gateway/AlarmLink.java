package moltbot.gateway;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.gateway.channel.Alarm;

/// Says on `channel.trouble` what the owner must mend, and on `channel.undelivered` what was not brought; control
/// chooses the words. Tried again for about an hour where
/// control cannot be asked: what stopped a messenger is in its state, too. Safe for several threads.
///
/// @param control  without a link to it nobody is told
record AlarmLink(Optional<LinkClient> control) implements Alarm {
    private static final System.Logger LOG = System.getLogger("channel");
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int MOST_TRIES = 12;

    @Override
    public void ring(String channel, Trouble trouble, long since) {
        JsonObject head = JsonObject.with("channel", channel)
                .with("trouble", trouble.name().toLowerCase(Locale.ROOT))
                .with("since", since)
                .build();
        tell("channel.trouble", head);
    }

    @Override
    public void undelivered(Undelivered what) {
        tell(
                "channel.undelivered",
                JsonObject.with("key", what.to().key())
                        .with("file", what.file())
                        .with("why", what.why().name().toLowerCase(Locale.ROOT))
                        .with("since", what.since())
                        .build());
    }

    private void tell(String operation, JsonObject head) {
        control.ifPresent(link -> Thread.ofVirtual().name("channel-trouble").start(() -> tell(link, operation, head)));
    }

    private static void tell(LinkClient link, String operation, JsonObject head) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            try {
                link.ask(operation, head);
                return;
            } catch (ContractException e) {
                LOG.log(System.Logger.Level.WARNING, "The owner cannot be told yet: {0}", e.getMessage());
                LockSupport.parkNanos(FIRST_PAUSE.multipliedBy(1L << tries).toNanos());
            }
        }
    }
}
