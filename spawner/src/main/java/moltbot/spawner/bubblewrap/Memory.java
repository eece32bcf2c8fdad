package moltbot.spawner.bubblewrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/// How much memory all processes below one have, from `/proc`. What processes share after a fork is counted for each
/// at first; only where that sum is too much the exact share is asked for, which costs the kernel more.
/// Walking the children is exact: a process whose parent ends is given to the sandbox's first process, which is below
/// this one too.
final class Memory {
    private static final Path PROC = Path.of("/proc");
    private static final int MAX_PROCESSES = 4_096;

    /// Below this share of the machine's memory, or this much, whatever is smaller, tasks are ended to keep it alive:
    /// the last resort against memory that belongs to no process.
    private static final long FLOOR_SHARE = 20;

    private static final long FLOOR_BYTES = 256L << 20;

    /// The kernel's own, for each process: 4 KB for every 2 MB that were ever looked at, though nothing be there.
    private static final String TABLES = "VmPTE:";

    private Memory() {}

    /// True if all processes from `top` down have more than `limit` bytes together, or are too many to be counted.
    static boolean over(long top, long limit) {
        return over(PROC, top, limit);
    }

    static boolean over(Path proc, long top, long limit) {
        return sum(proc, top, limit, false) > limit && sum(proc, top, limit, true) > limit;
    }

    private static long sum(Path proc, long top, long limit, boolean exact) {
        Deque<String> open = new ArrayDeque<>();
        Deque<Path> all = new ArrayDeque<>();
        open.add(Long.toString(top));
        long sum = 0;
        int seen = 0;
        String pid;
        while ((pid = open.poll()) != null && sum <= limit) {
            if (seen++ == MAX_PROCESSES) {
                return Long.MAX_VALUE;
            }
            Path process = proc.resolve(pid);
            all.addFirst(process);
            sum += exact ? exact(process) : rough(process);
            children(process, open);
        }
        return sum > limit ? sum : sum + Sockets.bytes(proc, all);
    }

    private static void children(Path process, Deque<String> open) {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
            for (Path thread : threads) {
                for (String child : text(thread.resolve("children")).split(" ", -1)) {
                    if (!child.isEmpty()) {
                        open.add(child);
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // The process ended while we looked; its children are another's now and seen at the next look.
            return;
        }
    }

    private static long rough(Path process) {
        String status = text(process.resolve("status"));
        return kilobytes(status, "RssAnon:") + kilobytes(status, "RssShmem:") + kilobytes(status, TABLES);
    }

    private static long exact(Path process) {
        String rollup = text(process.resolve("smaps_rollup"));
        return rollup.isEmpty()
                ? rough(process)
                : kilobytes(rollup, "Pss_Anon:")
                        + kilobytes(rollup, "Pss_Shmem:")
                        + kilobytes(text(process.resolve("status")), TABLES);
    }

    /// True if the machine as a whole is about to run out. Fails where `/proc` cannot be read, so that nobody takes
    /// silence for thrift.
    static boolean scarce() throws IOException {
        String memory = text(PROC.resolve("meminfo"));
        long available = kilobytes(memory, "MemAvailable:");
        if (available == 0) {
            throw new IOException("/proc/meminfo cannot be read.");
        }
        return available < Math.min(kilobytes(memory, "MemTotal:") / FLOOR_SHARE, FLOOR_BYTES);
    }

    static long kilobytes(String text, String field) {
        int at = text.startsWith(field) ? 0 : text.indexOf("\n" + field) + 1;
        if (at == 0 && !text.startsWith(field)) {
            return 0;
        }
        long value = 0;
        for (int i = at + field.length(); i < text.length() && text.charAt(i) != '\n'; i++) {
            int digit = text.charAt(i) - '0';
            value = digit >= 0 && digit <= 9 ? value * 10 + digit : value;
        }
        return value << 10;
    }

    /// A file's text, or nothing where its process is gone or not ours to look at.
    static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).stripTrailing();
        } catch (IOException e) {
            return "";
        }
    }
}
