package moltbot.guardian.notify;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import moltbot.contract.json.JsonObject;

/// Posts to a service that the owner named: ntfy (docs.ntfy.sh/publish), Gotify (`POST /message?token=…`) or Slack's
/// incoming webhooks (`{"text"}`). The address is a secret and is never shown. No redirection is followed.
public final class Webhook implements Messenger {
    /// How a service wants to be told.
    public enum Shape {
        NTFY,
        GOTIFY,
        SLACK
    }

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final URI address;
    private final Shape shape;

    public Webhook(URI address, Shape shape) {
        this.address = address;
        this.shape = shape;
    }

    @Override
    public void send(Notice notice) throws IOException {
        HttpURLConnection post = (HttpURLConnection) address.toURL().openConnection();
        try {
            post.setRequestMethod("POST");
            post.setInstanceFollowRedirects(false);
            post.setConnectTimeout((int) PATIENCE.toMillis());
            post.setReadTimeout((int) PATIENCE.toMillis());
            post.setRequestProperty("User-Agent", "notice");
            post.setDoOutput(true);
            byte[] body = body(post, notice);
            post.setFixedLengthStreamingMode(body.length);
            post.getOutputStream().write(body);
            int status = post.getResponseCode();
            if (status / 100 != 2) {
                throw new IOException("The webhook answered " + status + ".");
            }
        } finally {
            post.disconnect();
        }
    }

    private byte[] body(HttpURLConnection post, Notice notice) {
        String text = switch (shape) {
            case NTFY -> {
                post.setRequestProperty("Content-Type", "text/plain; charset=utf-8");
                post.setRequestProperty("Title", notice.title());
                post.setRequestProperty("Priority", notice.urgent() ? "urgent" : "default");
                post.setRequestProperty("Tags", notice.urgent() ? "rotating_light" : "warning");
                yield notice.text();
            }
            case GOTIFY -> {
                post.setRequestProperty("Content-Type", "application/json");
                yield JsonObject.with("title", notice.title())
                        .with("message", notice.text())
                        .with("priority", notice.urgent() ? 8 : 4)
                        .build()
                        .toString();
            }
            case SLACK -> {
                post.setRequestProperty("Content-Type", "application/json");
                yield JsonObject.with("text", "*" + notice.title() + "*\n" + notice.text())
                        .build()
                        .toString();
            }
        };
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
