package moltbot.gateway.testslack;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.json.JsonObject;

/// The files that Slack has, and those that the bot sent.
public final class SlackFiles {
    /// A file that Slack took.
    public record Sent(String channel, String thread, String name, byte[] bytes) {}

    private final Map<String, JsonObject> files = new LinkedHashMap<>();
    private final Map<String, byte[]> bytes = new HashMap<>();
    private final List<Sent> sent = new CopyOnWriteArrayList<>();

    synchronized JsonObject keep(String name, byte[] content, String base) {
        String id = "F0FILE" + files.size();
        JsonObject file =
                SlackEvents.file(id, name, content.length, base + "/files-pri/" + SlackEvents.TEAM + "-" + id);
        files.put(id, file);
        bytes.put(id, content);
        return file;
    }

    /// There is a file, which somebody may send.
    public JsonObject keep(String name, byte[] content, java.net.URI base) {
        return keep(name, content, base.toString());
    }

    /// What Slack says of a file from now on.
    public synchronized void describe(JsonObject file) {
        files.put(file.text("id"), file);
    }

    synchronized Optional<JsonObject> find(String id) {
        return Optional.ofNullable(files.get(id));
    }

    synchronized byte[] bytes(String id) {
        return bytes.getOrDefault(id, new byte[0]);
    }

    synchronized void fill(String id, byte[] content) {
        bytes.put(id, content);
    }

    void took(Sent file) {
        sent.add(file);
    }

    /// Every file that somebody got, in order.
    public List<Sent> sent() {
        return List.copyOf(sent);
    }
}
