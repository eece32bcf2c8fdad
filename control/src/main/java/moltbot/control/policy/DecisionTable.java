package moltbot.control.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import moltbot.contract.label.Label;

/// The table of who decides what: the file `decisions.txt` beside this class, which a person can read. Immutable.
final class DecisionTable {
    private static final int COLUMNS = 6;
    private static final Set<String> ANSWERS = Set.of("allow", "ask", "each", "deny");

    /// The one table: what decides and what explains read the same.
    static final DecisionTable HOUSE = load();

    private final List<Row> rows;

    private DecisionTable(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    private static DecisionTable load() {
        try (InputStream in = DecisionTable.class.getResourceAsStream("decisions.txt")) {
            if (in == null) {
                throw new IllegalStateException("The table of decisions is missing.");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads a table. What is no line of one is a bug in the file, and nothing starts with it.
    static DecisionTable parse(String text) {
        List<Row> rows = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                rows.add(row(number, line));
            }
        }
        return new DecisionTable(rows);
    }

    private static Row row(int number, String line) {
        String[] words = line.strip().split("\\s+", COLUMNS);
        if (words.length < COLUMNS || !ANSWERS.contains(words[4]) || !isLabel(words[1], words[2])) {
            throw new IllegalStateException("Line " + number + " of the table of decisions is none: " + line);
        }
        boolean destination = words[3].equals("any")
                || Arrays.stream(Destination.values())
                        .anyMatch(one -> one.word().equals(words[3]));
        if (!destination) {
            throw new IllegalStateException("Line " + number + " of the table of decisions leads to no place we know.");
        }
        return new Row(number, words[0], words[1], words[2], words[3], words[4], words[5]);
    }

    private static boolean isLabel(String input, String data) {
        return Set.of("any", "owner", "untrusted").contains(input)
                && Set.of("any", "public", "private").contains(data);
    }

    Optional<Row> find(String effect, Label label, Destination destination) {
        return rows.stream().filter(row -> row.fits(effect, label, destination)).findFirst();
    }

    List<Row> rows() {
        return rows;
    }
}
