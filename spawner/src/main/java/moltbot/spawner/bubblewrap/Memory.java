package moltbot.spawner.bubblewrap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ToLongFunction;

/// How much memory all processes below one have, from `/proc`, swapped out or not. What processes share after a fork is
/// counted for each
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

    /// `vm_area_struct` and its place in the tree of them.
    private static final long MAPPING_BYTES = 256;

    private Memory() {}

    /// True if all processes from `top` down have more than `limit` bytes together, or are too many to be counted.
    ///
    /// @param thorough  whether to count what the kernel keeps of each mapping too, which takes longer
    static boolean over(long top, long limit, boolean thorough) {
        return over(PROC, top, limit, thorough);
    }

    static boolean over(Path proc, long top, long limit, boolean thorough) {
        // No two processes share these records; first, since where there are very many all else takes long.
        long records = thorough ? sum(proc, top, limit, Memory::mappings, new ArrayDeque<>()) : 0;
        long left = limit - records;
        return left < 0 || (over(proc, top, left, Memory::rough) && over(proc, top, left, Memory::exact));
    }

    private static boolean over(Path proc, long top, long limit, ToLongFunction<Path> measure) {
        Deque<Path> all = new ArrayDeque<>();
        long sum = sum(proc, top, limit, measure, all);
        return sum > limit || sum + Sockets.bytes(proc, all) > limit;
    }

    /// @param all  gets every process that was seen, the last one first
    private static long sum(Path proc, long top, long limit, ToLongFunction<Path> measure, Deque<Path> all) {
        Deque<String> open = new ArrayDeque<>();
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
            sum += measure.applyAsLong(process);
            children(process, open);
        }
        return sum;
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
        return kilobytes(status, "RssAnon:")
                + kilobytes(status, "RssShmem:")
                + kilobytes(status, "VmSwap:")
                + kilobytes(status, TABLES);
    }

    private static long exact(Path process) {
        String rollup = text(process.resolve("smaps_rollup"));
        return rollup.isEmpty()
                ? rough(process)
                : kilobytes(rollup, "Pss_Anon:")
                        + kilobytes(rollup, "Pss_Shmem:")
                        + kilobytes(rollup, "SwapPss:")
                        + kilobytes(text(process.resolve("status")), TABLES);
    }

    /// The kernel's records of its mappings: one a line, whether or not there is any memory in it.
    private static long mappings(Path process) {
        byte[] piece = new byte[64 << 10];
        long lines = 0;
        try (InputStream in = Files.newInputStream(process.resolve("maps"))) {
            int count;
            while ((count = in.read(piece)) > 0) {
                for (int i = 0; i < count; i++) {
                    lines += piece[i] == '\n' ? 1 : 0;
                }
            }
        } catch (IOException e) {
            // It has just ended, and its mappings with it.
            return 0;
        }
        return lines * MAPPING_BYTES;
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
