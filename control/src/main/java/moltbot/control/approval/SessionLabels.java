package moltbot.control.approval;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.control.journal.Folder;
import moltbot.control.journal.Journal;
import moltbot.control.policy.Effect;
import org.jspecify.annotations.Nullable;

/// What each conversation has read at least, known here from what it was allowed to do, whatever the runtime says of
/// itself. A label never gets better again, and is on disk before the grant that makes it worse. Safe for use by
/// several threads.
final class SessionLabels implements AutoCloseable {
    private final Journal journal;
    private final Map<String, Label> labels;
    /// Of conversations that go on for another, the name of that one's session.
    private final Map<String, String> origins;

    private final ReentrantLock lock = new ReentrantLock();

    private SessionLabels(Journal journal, Map<String, Label> labels, Map<String, String> origins) {
        this.journal = journal;
        this.labels = labels;
        this.origins = origins;
    }

    /// Opens `labels.jsonl` in a folder.
    static SessionLabels open(Path folder) throws IOException {
        Path file = folder.resolve("labels.jsonl");
        Journal.open(file, Journal.Outcome.IGNORED).close();
        Map<String, Label> labels = new LinkedHashMap<>();
        Map<String, String> origins = new HashMap<>();
        int lines = 0;
        for (String line : Files.readAllLines(file)) {
            JsonObject json = JsonObject.parse(line);
            labels.merge(json.text("conversation"), Label.fromJson(json.object("label")), Label::join);
            if (json.has("origin")) {
                origins.put(json.text("conversation"), json.text("origin"));
            }
            lines++;
        }
        if (lines > labels.size()) {
            Path fresh = file.resolveSibling("labels.jsonl.new");
            StringBuilder text = new StringBuilder();
            labels.forEach((name, label) ->
                    text.append(line(name, label, origins.get(name))).append('\n'));
            Files.writeString(fresh, text);
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Folder.keepName(file);
        }
        return new SessionLabels(Journal.open(file, Journal.Outcome.IGNORED), labels, origins);
    }

    private static JsonObject line(String conversation, Label label) {
        return line(conversation, label, null);
    }

    private static JsonObject line(String conversation, Label label, @Nullable String origin) {
        JsonObject.Builder line = JsonObject.with("conversation", conversation).with("label", label.toJson());
        return (origin == null ? line : line.with("origin", origin)).build();
    }

    /// A conversation in which the owner wrote, here: it begins clean. Every other, whoever names it, is held for the
    /// worst there is.
    void opened(String sender, String session) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            String name = sender + "/" + session;
            if (!labels.containsKey(name)) {
                journal.append(line(name, Label.OWNERS)::toBytes);
                labels.put(name, Label.OWNERS);
            }
        } finally {
            lock.unlock();
        }
    }

    /// The label an effect is judged under.
    Label of(Effect effect) {
        lock.lock();
        try {
            return labels.getOrDefault(name(effect), Label.WORST).join(effect.label());
        } finally {
            lock.unlock();
        }
    }

    /// The effect is about to be done, and the conversation to read what has this label.
    void read(Effect effect, Label more) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            worsen(name(effect), effect.label().join(more));
        } finally {
            lock.unlock();
        }
    }

    /// The conversation is about to be given what has this label.
    void read(String sender, String session, Label more) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            worsen(sender + "/" + session, more);
        } finally {
            lock.unlock();
        }
    }

    /// With the lock held.
    private void worsen(String name, Label more) throws InterruptedException {
        Label before = labels.getOrDefault(name, Label.WORST);
        Label after = before.join(more);
        if (!after.equals(before)) {
            journal.append(line(name, after)::toBytes);
            labels.put(name, after);
        }
    }

    /// What this effect makes will run in another conversation of the same sender, which begins with all that this one
    /// has read: it has no more rights, and no fewer, than the one that asked for it.
    void passOn(Effect effect, String session) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            String name = effect.sender() + "/" + session;
            Label before = labels.get(name);
            Label after = before == null ? of(effect) : before.join(of(effect));
            String origin = origins.getOrDefault(name, origin(effect.sender(), effect.session()));
            if (!after.equals(before) || !origins.containsKey(name)) {
                journal.append(line(name, after, origin)::toBytes);
                labels.put(name, after);
                origins.put(name, origin);
            }
        } finally {
            lock.unlock();
        }
    }

    /// The session that one goes on for; itself where it does for none.
    String origin(String sender, String session) {
        lock.lock();
        try {
            return origins.getOrDefault(sender + "/" + session, session);
        } finally {
            lock.unlock();
        }
    }

    private static String name(Effect effect) {
        return effect.sender() + "/" + effect.session();
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
