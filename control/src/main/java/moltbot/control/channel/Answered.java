package moltbot.control.channel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.file.AtomicFile;
import moltbot.contract.json.JsonObject;
import moltbot.control.journal.Journal;

/// Which commands came lately, and what they were answered. A messenger may hand over a message again whose taking it
/// was not told of, some for days; a command that was carried out is not carried out again for that. That it came is on
/// disk in `answered.jsonl`; what it was answered is in memory alone. Safe for several threads.
public final class Answered implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("channel");
    private static final int MOST = 512;
    private static final int MOST_LINES = 4_096;
    private static final String BEFORE = "That came before, and was carried out then. It is not done again.";

    private final Path file;
    private final Map<String, String> answers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    private Journal journal;
    private int lines;

    private Answered(Path file) throws IOException {
        this.file = file;
        this.journal = Journal.open(file, Journal.Outcome.IGNORED);
        for (String line : Files.readAllLines(file)) {
            answers.put(JsonObject.parse(line).text("command"), BEFORE);
        }
        shorten();
    }

    public static Answered open(Path folder) throws IOException {
        return new Answered(folder.resolve("answered.jsonl"));
    }

    /// What this message was answered, if it was a command that came before.
    synchronized Optional<String> find(Spot spot, String id) {
        return Optional.ofNullable(answers.get(spot.key() + "/" + id));
    }

    /// It was carried out, whatever the disk says.
    synchronized void keep(Spot spot, String id, String answer) throws InterruptedException {
        String command = spot.key() + "/" + id;
        answers.put(command, answer);
        try {
            journal.append(() -> line(command));
            lines++;
            if (lines > MOST_LINES) {
                shorten();
            }
        } catch (ContractException | IOException e) {
            LOG.log(System.Logger.Level.WARNING, "That a command came is not written down.", e);
        }
    }

    private static byte[] line(String command) {
        return JsonObject.with("command", command).build().toBytes();
    }

    private void shorten() throws IOException {
        journal.close();
        StringBuilder text = new StringBuilder();
        List.copyOf(answers.keySet())
                .forEach(command -> text.append(new String(line(command), StandardCharsets.UTF_8))
                        .append('\n'));
        AtomicFile.replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
        journal = Journal.open(file, Journal.Outcome.IGNORED);
        lines = answers.size();
    }

    @Override
    public synchronized void close() throws IOException {
        journal.close();
    }
}
