package moltbot.cli.house;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// What a process holds in memory, in bytes; -1 where the system does not tell.
///
/// @param rss  resident, shared pages counted in full
/// @param pss  resident, shared pages divided among those that share them (Linux only)
record Memory(long rss, long pss) {
    private static final Memory UNKNOWN = new Memory(-1, -1);

    static Memory of(long pid) {
        try {
            Path rollup = Path.of("/proc/" + pid + "/smaps_rollup");
            return Files.exists(rollup) ? linux(rollup) : elsewhere(pid);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static Memory linux(Path rollup) throws IOException {
        long rss = -1;
        long pss = -1;
        try {
            for (String line : Files.readAllLines(rollup, StandardCharsets.US_ASCII)) {
                if (line.startsWith("Rss:")) {
                    rss = kilobytes(line);
                } else if (line.startsWith("Pss:")) {
                    pss = kilobytes(line);
                }
            }
        } catch (NoSuchFileException e) {
            return UNKNOWN;
        }
        return new Memory(rss, pss);
    }

    private static long kilobytes(String line) {
        String digits = line.replaceAll("[^0-9]", "");
        return digits.isEmpty() ? -1 : Long.parseLong(digits) << 10;
    }

    private static Memory elsewhere(long pid) throws IOException {
        Process ps = new ProcessBuilder("/bin/ps", "-o", "rss=", "-p", Long.toString(pid)).start();
        String text = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        return text.matches("[0-9]{1,12}") ? new Memory(Long.parseLong(text) << 10, -1) : UNKNOWN;
    }
}
