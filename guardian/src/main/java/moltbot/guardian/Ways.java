package moltbot.guardian;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import moltbot.contract.json.JsonObject;
import moltbot.guardian.notify.Desktop;
import moltbot.guardian.notify.Messenger;
import moltbot.guardian.notify.Webhook;
import moltbot.guardian.observe.Observers;

/// The ways to the owner that the settings name: `notify` with `desktop`, `webhook`, `shape`. What is not named is not
/// even
/// loaded.
final class Ways {
    private Ways() {}

    static List<Messenger> of(JsonObject notify) throws IOException {
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
        return ways;
    }
}
