package moltbot.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;

/// The audit that a working house wrote, edited, thinned, reordered, cut and forged: control has to notice each, and so
/// has a control that was started on it and is told a head that was kept elsewhere.
final class Tampering implements Part {
    private static final int EACH = 250;
    private static final int RESTARTS = 3;
    private static final int MESSAGES = 12;
    private static final String TASK = "Write a Python script that prints hello world and run it";
    private static final byte[] PURPOSE = "moltbot-audit-v1".getBytes(StandardCharsets.US_ASCII);

    private final Random random = new Random(1);
    private int tried;
    private int found;

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public String missing() {
        return Files.isExecutable(Path.of("/usr/bin/bwrap")) ? "" : "bubblewrap";
    }

    @Override
    public void measure(Report report) throws Exception {
        int[] records = {0};
        MeasuredHouse.inFolder(folder -> {
            Files.createDirectories(folder.resolve("config"));
            Files.writeString(folder.resolve("config").resolve("settings.yaml"), "model:\n  provider: demo\n");
            Path file = folder.resolve("control").resolve("audit").resolve("audit.jsonl");
            JsonObject head;
            try (MeasuredHouse house = MeasuredHouse.up(folder)) {
                house.awaitState("CLOSED", Guarded.PATIENCE);
                for (int i = 0; i < MESSAGES; i++) {
                    house.message(TASK);
                }
                head = house.verify(JsonObject.EMPTY);
                records[0] = head.integer("count");
                if (!head.flag("ok") || records[0] < 2 * MESSAGES) {
                    throw new IllegalStateException("There is no audit to tamper with: " + head);
                }
                whileItRuns(house, file);
            }
            JsonObject kept = JsonObject.with("count", head.number("count"))
                    .with("head", head.text("head"))
                    .build();
            beforeItStarts(folder, file, kept);
        });
        report.row(
                "audit edits, deletions, reorderings, truncations and forgeries found, of " + records[0] + " records",
                found + " of " + tried);
        report.hidden("audit_missed", tried - found);
    }

    private interface Change {
        List<String> of(List<String> lines);
    }

    private void whileItRuns(MeasuredHouse house, Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        List<String> lines = List.of(new String(whole, StandardCharsets.UTF_8).split("\n"));
        for (int i = 0; i < EACH; i++) {
            tried += 5;
            byte[] edited = whole.clone();
            edited[random.nextInt(edited.length)] ^= (byte) (1 << random.nextInt(7));
            found += notices(house, file, edited);
            found += notices(house, file, bytes(deleted(lines)));
            found += notices(house, file, bytes(reordered(lines)));
            found += notices(house, file, java.util.Arrays.copyOf(whole, random.nextInt(whole.length - 1)));
            found += notices(house, file, bytes(forged(lines)));
        }
        Files.write(file, whole);
        if (!house.verify(JsonObject.EMPTY).flag("ok")) {
            throw new IllegalStateException("The audit does not hold as it was.");
        }
    }

    private static int notices(MeasuredHouse house, Path file, byte[] tampered) throws IOException {
        Files.write(file, tampered);
        return house.verify(JsonObject.EMPTY).flag("ok") ? 0 : 1;
    }

    /// A control that begins on what was cut off, or forged to the end, has nothing but the head to know it by.
    private void beforeItStarts(Path folder, Path file, JsonObject kept) throws Exception {
        List<String> lines = List.of(Files.readString(file).split("\n"));
        List<Change> changes =
                List.of(all -> all.subList(0, 1 + random.nextInt(all.size() - 1)), this::forged, all -> List.of());
        for (int i = 0; i < RESTARTS; i++) {
            for (Change change : changes) {
                Files.write(file, bytes(change.of(lines)));
                try (MeasuredHouse house = MeasuredHouse.up(folder)) {
                    tried++;
                    found += house.verify(kept).flag("ok") ? 0 : 1;
                }
            }
        }
    }

    private static byte[] bytes(List<String> lines) {
        return lines.isEmpty() ? new byte[0] : (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private List<String> deleted(List<String> lines) {
        List<String> fewer = new ArrayList<>(lines);
        fewer.remove(random.nextInt(fewer.size()));
        return fewer;
    }

    private List<String> reordered(List<String> lines) {
        List<String> other = new ArrayList<>(lines);
        int one = random.nextInt(other.size() - 1);
        Collections.swap(other, one, one + 1 + random.nextInt(other.size() - one - 1));
        return other;
    }

    /// One record says something else, and it and all after it have the hashes that fit.
    private List<String> forged(List<String> lines) {
        List<String> other = new ArrayList<>(lines);
        int first = random.nextInt(other.size());
        String before = first == 0 ? "0".repeat(64) : hashOf(other.get(first - 1));
        for (int i = first; i < other.size(); i++) {
            JsonObject record = JsonObject.parse(other.get(i));
            JsonObject.Builder body = JsonObject.with("seq", record.number("seq"))
                    .with("at", record.number("at"))
                    .with("kind", i == first ? "forged" : record.text("kind"))
                    .with("detail", record.object("detail"))
                    .with("prev", before);
            String open = body.build().toString();
            String text = open.substring(0, open.length() - 1);
            before = Seal.digest(PURPOSE, text.getBytes(StandardCharsets.UTF_8));
            other.set(i, text + ",\"hash\":\"" + before + "\"}");
        }
        return other;
    }

    private static String hashOf(String line) {
        return JsonObject.parse(line).text("hash");
    }
}
