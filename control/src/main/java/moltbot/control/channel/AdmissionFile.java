package moltbot.control.channel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import moltbot.contract.file.AtomicFile;
import moltbot.contract.json.JsonObject;
import moltbot.control.journal.Journal;

/// `admission.jsonl`: who was let in and who knocked, a line for each change. Shortened when it is opened.
final class AdmissionFile implements AutoCloseable {
    private final Journal journal;
    private final Map<String, Guest> guests = new LinkedHashMap<>();
    private final Map<String, Knock> knocks = new LinkedHashMap<>();

    private AdmissionFile(Path file) throws IOException {
        Journal.open(file, Journal.Outcome.IGNORED).close();
        int lines = 0;
        for (String line : Files.readAllLines(file)) {
            read(JsonObject.parse(line));
            lines++;
        }
        if (lines > guests.size() + knocks.size()) {
            StringBuilder text = new StringBuilder();
            guests.values()
                    .forEach(guest ->
                            text.append(line("admitted", guest.toJson())).append('\n'));
            knocks.values()
                    .forEach(knock ->
                            text.append(line("knocked", knock.toJson())).append('\n'));
            AtomicFile.replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
        }
        this.journal = Journal.open(file, Journal.Outcome.IGNORED);
    }

    static AdmissionFile open(Path folder) throws IOException {
        return new AdmissionFile(folder.resolve("admission.jsonl"));
    }

    private void read(JsonObject line) {
        switch (line.text("op")) {
            case "admitted" -> {
                Guest guest = Guest.fromJson(line);
                guests.put(guest.address().key(), guest);
            }
            case "removed" -> guests.remove(line.text("key"));
            case "knocked" -> {
                Knock knock = Knock.fromJson(line);
                knocks.put(knock.code(), knock);
            }
            default -> knocks.remove(line.text("code"));
        }
    }

    /// By the key of their address, as it was kept.
    Map<String, Guest> guests() {
        return guests;
    }

    /// By their code, as it was kept.
    Map<String, Knock> knocks() {
        return knocks;
    }

    void admitted(Guest guest) throws InterruptedException {
        keep(line("admitted", guest.toJson()));
    }

    void removed(String key) throws InterruptedException {
        keep(JsonObject.with("op", "removed").with("key", key).build());
    }

    void knocked(Knock knock) throws InterruptedException {
        keep(line("knocked", knock.toJson()));
    }

    void answered(Knock knock) throws InterruptedException {
        keep(JsonObject.with("op", "answered").with("code", knock.code()).build());
    }

    private void keep(JsonObject line) throws InterruptedException {
        journal.append(line::toBytes);
    }

    private static JsonObject line(String operation, JsonObject what) {
        return what.toBuilder().with("op", operation).build();
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
