package moltbot.gateway.testdiscord;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.json.JsonObject;

/// The files that Discord has, and those that the bot sent.
public final class DiscordFiles {
    private static final long FIRST = 1_600_000_000_000_000_000L;

    /// A file that the bot sent.
    public record Sent(String channel, String name, byte[] bytes) {}

    private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Sent> sent = new CopyOnWriteArrayList<>();

    /// There is a file, which somebody may send; it is told of as Discord does in a message.
    public JsonObject keep(String name, byte[] content, URI base) {
        String id = Long.toString(FIRST + kept.size());
        String path = "/attachments/1/" + id + "/" + id + ".bin";
        kept.put(path, content);
        return JsonObject.with("id", id)
                .with("filename", name)
                .with("size", content.length)
                .with("url", base + path + "?ex=1&is=1&hm=0")
                .with("proxy_url", base + path)
                .with("content_type", "application/octet-stream")
                .build();
    }

    Optional<byte[]> find(String path, String token) {
        asked.add(token);
        return Optional.ofNullable(kept.get(path));
    }

    /// With which token each file was asked for, in order.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    void took(Sent file) {
        sent.add(file);
    }

    /// Every file that somebody got, in order.
    public List<Sent> sent() {
        return List.copyOf(sent);
    }
}
