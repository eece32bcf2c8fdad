package moltbot.gateway.channel.slack;

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
import moltbot.gateway.channel.slack.notation.Ts;

/// How far Slack was read, in a small file: of each place in which the house spoke the last message that is done with.
/// Numbers only, no words and no names. What was done with and not written down here comes again, and is known by its
/// number. Safe for several threads.
final class Marks {
    private static final System.Logger LOG = System.getLogger("slack");
    private static final int MOST = 200;

    /// A place in which the house spoke.
    ///
    /// @param last    the last message that is done with
    /// @param person  with whom it is a talk of two; empty for a channel
    record Mark(Places.Spot spot, String last, String person) {}

    private final Path file;
    private String account = "";

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
            LOG.log(System.Logger.Level.WARNING, "How far Slack was read is not known any more.", e);
        }
    }

    private void read(JsonObject json) {
        account = json.text("bot");
        for (JsonObject one : json.list("places").objects()) {
            String thread = one.textOr("thread", "");
            Places.Spot spot = new Places.Spot(Bot.id(one, "channel"), Ts.isOne(thread) ? thread : "");
            marks.put(spot.key(), new Mark(spot, Ts.in(one, "last"), one.textOr("person", "")));
        }
    }

    /// From here on it is about this bot; what was another's is forgotten.
    synchronized void of(Bot now) {
        if (!now.account().equals(account)) {
            account = now.account();
            marks.clear();
        }
    }

    /// A message there is done with.
    synchronized void done(Mark mark) {
        passed(mark);
        write();
    }

    /// The same where it need not be on disk, for it would be passed over again.
    synchronized void passed(Mark mark) {
        Mark before = marks.get(mark.spot().key());
        if (before == null) {
            marks.put(mark.spot().key(), mark);
        } else if (Ts.before(before.last(), mark.last())) {
            // What the bot itself said there is told of, too, and does not make it a channel.
            String person = mark.person().isEmpty() ? before.person() : mark.person();
            marks.put(mark.spot().key(), new Mark(mark.spot(), mark.last(), person));
        }
    }

    synchronized boolean has(Places.Spot spot) {
        return marks.containsKey(spot.key());
    }

    synchronized List<Mark> all() {
        return new ArrayList<>(marks.values());
    }

    /// The channel in which somebody is talked with alone.
    synchronized Optional<String> channelOf(String person) {
        return marks.values().stream()
                .filter(mark -> mark.person().equals(person))
                .map(mark -> mark.spot().channel())
                .findFirst();
    }

    private void write() {
        JsonArray places = JsonArray.of(marks.values().stream()
                .map(mark -> JsonObject.with("channel", mark.spot().channel())
                        .with("thread", mark.spot().thread())
                        .with("last", mark.last())
                        .with("person", mark.person())
                        .build())
                .toList());
        try {
            AtomicFile.replace(
                    file,
                    JsonObject.with("bot", account)
                            .with("places", places)
                            .build()
                            .toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("How far Slack was read cannot be kept.", e);
        }
    }
}
