package moltbot.spawner.bubblewrap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the script inside wrote about a task's course, a word a line, and bubblewrap about the task's end, a JSON
/// object a line. No task can reach that file; still nothing of the machine is decided by it.
record Status(List<String> lines) {
    private static final int MAX_BYTES = 4_096;
    private static final int MAX_EXIT = 255;
    private static final Pattern EXIT = Pattern.compile("\\{ \"exit-code\": (\\d{1,3}) }");

    /// What bubblewrap ends with where it could not make the sandbox; any other end without an exit code is violent.
    private static final String NOT_MADE = "ended 1";

    static Status read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new Status(List.of());
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new Status(List.of(new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII).split("\n", -1)));
        }
    }

    boolean has(String word) {
        return lines.contains(word);
    }

    /// True if the program may have run, whatever became of it.
    boolean begun() {
        return has("started") && (exit().isPresent() || !has(NOT_MADE));
    }

    /// The program's exit code, if it came to that.
    OptionalInt exit() {
        for (String line : lines) {
            Matcher exit = EXIT.matcher(line);
            if (exit.matches()) {
                int code = Integer.parseInt(exit.group(1));
                return code <= MAX_EXIT ? OptionalInt.of(code) : OptionalInt.empty();
            }
        }
        return OptionalInt.empty();
    }
}
