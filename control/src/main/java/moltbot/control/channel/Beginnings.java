package moltbot.control.channel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.control.journal.Journal;

/// How often whoever writes in a messenger began anew: each time is a conversation of its own, and the one before
/// stays where the owner can read it. On disk in `beginnings.jsonl` before it counts. Safe for several threads.
public final class Beginnings implements AutoCloseable {
    private static final int MOST = 4096;

    private final Journal journal;
    private final Map<String, Integer> numbers;

    private Beginnings(Journal journal, Map<String, Integer> numbers) {
        this.journal = journal;
        this.numbers = numbers;
    }

    public static Beginnings open(Path folder) throws IOException {
        Path file = folder.resolve("beginnings.jsonl");
        Journal journal = Journal.open(file, Journal.Outcome.IGNORED);
        Map<String, Integer> numbers = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            JsonObject json = JsonObject.parse(line);
            numbers.put(json.text("spot"), json.integer("number"));
        }
        return new Beginnings(journal, numbers);
    }

    /// Which conversation it is now; the first is 0.
    public synchronized int number(Spot spot) {
        return numbers.getOrDefault(spot.key(), 0);
    }

    /// From here on it is the next.
    public synchronized void next(Spot spot) throws InterruptedException {
        if (numbers.size() >= MOST && !numbers.containsKey(spot.key())) {
            throw ContractException.refused("too-many", "Too many people began anew here, so this goes on as it was.");
        }
        int number = number(spot) + 1;
        JsonObject line =
                JsonObject.with("spot", spot.key()).with("number", number).build();
        journal.append(line::toBytes);
        numbers.put(spot.key(), number);
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
