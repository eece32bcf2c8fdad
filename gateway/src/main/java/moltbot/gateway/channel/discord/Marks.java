package moltbot.gateway.channel.discord;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.file.AtomicFile;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// How far Discord was read, in a small file: the session that can be taken up again, and of each channel in which the
/// house spoke the last message that is done with. Numbers only, no words and no names. What was done with and not
/// written down here comes again, and is known by its id. Safe for several threads.
final class Marks {
    private static final System.Logger LOG = System.getLogger("discord");
    private static final int MOST = 500;

    /// A channel in which the house spoke.
    ///
    /// @param last    the last message that is done with
    /// @param person  with whom it is a talk of two; empty for a server's channel
    record Mark(String channel, String last, String person) {}

    private final Path file;
    private String bot = "";
    private @Nullable Session session;

    /// The ones used least lately first.
    private final Map<String, Mark> marks = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Mark> eldest) {
            return size() > MOST;
        }
    };

    Marks(Path file) {
        this.file = file;
        try {
            if (Files.exists(file)) {
                read(JsonObject.parse(Files.readAllBytes(file)));
            }
        } catch (IOException | ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "How far Discord was read is not known any more.", e);
        }
    }

    private void read(JsonObject json) {
        bot = json.text("bot");
        if (json.has("session")) {
            session = Session.fromJson(json.object("session"));
        }
        for (JsonObject one : json.list("channels").objects()) {
            String channel = Snowflake.in(one, "channel");
            marks.put(channel, new Mark(channel, Snowflake.in(one, "last"), one.textOr("person", "")));
        }
    }

    /// From here on it is about this bot; what was another's is forgotten.
    synchronized void of(Bot now) {
        if (!now.id().equals(bot)) {
            bot = now.id();
            session = null;
            marks.clear();
        }
    }

    synchronized Optional<Session> session() {
        return Optional.ofNullable(session);
    }

    /// The session as it is to be taken up by whoever starts anew; null where none can be.
    synchronized void keep(@Nullable Session now) {
        session = now;
        write();
    }

    /// A message there is done with.
    ///
    /// @param now  the session, at that message
    synchronized void done(Mark mark, @Nullable Session now) {
        passed(mark);
        session = now;
        write();
    }

    /// The same where it need not be on disk, for it would be passed over again.
    synchronized void passed(Mark mark) {
        Mark before = marks.get(mark.channel());
        if (before == null) {
            marks.put(mark.channel(), mark);
        } else if (Snowflake.before(before.last(), mark.last())) {
            // What the bot itself said there is told of, too, and does not make it a talk with itself.
            String person = mark.person().equals(bot) ? before.person() : mark.person();
            marks.put(mark.channel(), new Mark(mark.channel(), mark.last(), person));
        }
    }

    synchronized boolean has(String channel) {
        return marks.containsKey(channel);
    }

    synchronized List<Mark> all() {
        return new ArrayList<>(marks.values());
    }

    /// The channel in which somebody is talked with alone.
    synchronized Optional<String> channelOf(String person) {
        return marks.values().stream()
                .filter(mark -> mark.person().equals(person))
                .map(Mark::channel)
                .findFirst();
    }

    private void write() {
        JsonObject.Builder json = JsonObject.with("bot", bot);
        if (session != null) {
            json.with("session", session.toJson());
        }
        json.with(
                "channels",
                JsonArray.of(marks.values().stream()
                        .map(mark -> JsonObject.with("channel", mark.channel())
                                .with("last", mark.last())
                                .with("person", mark.person())
                                .build())
                        .toList()));
        try {
            AtomicFile.replace(file, json.build().toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("How far Discord was read cannot be kept.", e);
        }
    }
}
