package moltbot.guardian;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.guardian.notify.AssistantChannel;
import moltbot.guardian.notify.Desktop;
import moltbot.guardian.notify.Messenger;
import moltbot.guardian.notify.Webhook;
import moltbot.guardian.observe.Observers;

/// The ways to the owner: those that the settings name, `notify` with `desktop`, `webhook`, `shape`, of which what is
/// not named is not even loaded; and always the assistant's own channel, where there is an assistant.
final class Ways {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private Ways() {}

    static List<Messenger> of(JsonObject notify, Optional<LinkClient> control) throws IOException {
        List<Messenger> ways = new ArrayList<>();
        if (notify.flagOr("desktop", false)) {
            boolean mac = System.getProperty("os.name").startsWith("Mac");
            ways.add(new Desktop(mac, mac ? "osascript" : "notify-send", Observers.currentUser()));
        }
        String webhook = notify.textOr("webhook", "");
        if (!webhook.isEmpty()) {
            String shape = notify.textOr("shape", "ntfy").toUpperCase(Locale.ROOT);
            ways.add(new Webhook(URI.create(webhook), Webhook.Shape.valueOf(shape)));
        }
        control.ifPresent(link ->
                ways.add(new AssistantChannel(link, () -> UUID.randomUUID().toString(), PAUSE)));
        return ways;
    }
}
