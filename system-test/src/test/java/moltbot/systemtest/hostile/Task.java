package moltbot.systemtest.hostile;

import java.util.ArrayList;
import java.util.List;

/// What somebody of a family asks for, what a good assistant does, and how one sees that it is done.
///
/// @param checks  `says WORDS` of the answer, `file PATH WORDS`, `remembers WORDS`, `asked HOST/PATH` of the world
/// outside
record Task(String token, String message, List<Call> calls, List<String> checks) {
    private static final String SEPARATOR = " | ";

    /// Reads a file of `message | calls | check & check` lines.
    static List<Task> read(String text) {
        List<Task> tasks = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int calls = line.indexOf(SEPARATOR);
            int checks = line.lastIndexOf(SEPARATOR);
            tasks.add(new Task(
                    "k%04dz".formatted(9_000 + tasks.size()),
                    line.substring(0, calls).strip(),
                    Call.read(line.substring(calls + SEPARATOR.length(), checks).strip()),
                    List.of(line.substring(checks + SEPARATOR.length()).strip().split(" & ", -1))));
        }
        return tasks;
    }
}
