package moltbot.spawner.bubblewrap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// What the script inside wrote about a task's course, a word a line. A task can reach that file, so this is only a
/// claim about the task itself: nothing of the machine is decided by it.
record Status(List<String> lines) {
    private static final int MAX_BYTES = 256;
    private static final int MAX_EXIT = 255;

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

    /// The program's exit code, if it came to that.
    OptionalInt exit() {
        for (String line : lines) {
            if (line.matches("exit \\d{1,3}")) {
                int code = Integer.parseInt(line.substring(5));
                return code <= MAX_EXIT ? OptionalInt.of(code) : OptionalInt.empty();
            }
        }
        return OptionalInt.empty();
    }
}
