package moltbot.cli.confine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Walls in the file system by Landlock (`Documentation/userspace-api/landlock.rst` of the Linux kernel): the calling
/// thread, and every process it starts, reaches only what is named. It also keeps a walled process from tracing or
/// signalling one outside.
final class Landlock {
    private static final long EXECUTE = 1;
    private static final long WRITE_FILE = 1 << 1;
    private static final long READ_FILE = 1 << 2;
    private static final long READ_DIR = 1 << 3;
    private static final long IOCTL_DEV = 1 << 15;
    private static final long TRUNCATE = 1 << 14;
    private static final long ALL_OF_ABI_1 = (1 << 13) - 1;
    private static final long SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS = 3;
    private static final int RULE_PATH_BENEATH = 1;
    private static final int CREATE_RULESET_VERSION = 1;
    private static final long AT_FDCWD = -100;
    private static final long O_PATH_CLOEXEC = 0x280000;

    private final Calls calls;
    private final int abi;

    Landlock(Calls calls) {
        this.calls = calls;
        this.abi = (int) Math.max(0, Libc.call(Calls.LANDLOCK_CREATE_RULESET, 0, 0, CREATE_RULESET_VERSION));
    }

    /// The kernel's Landlock version; 0 where it has none.
    int abi() {
        return abi;
    }

    private long handled() {
        long all = ALL_OF_ABI_1;
        all |= abi >= 2 ? 1 << 13 : 0;
        all |= abi >= 3 ? TRUNCATE : 0;
        all |= abi >= 5 ? IOCTL_DEV : 0;
        return all;
    }

    /// A rule set for these walls, as a file descriptor, not yet in force.
    long prepare(Walls walls) {
        try (Arena arena = Arena.ofConfined()) {
            long ruleset = need(createRuleset(arena), "make a rule set");
            long everything = handled() & ~EXECUTE;
            walls.writable().forEach(path -> allow(arena, ruleset, path, everything));
            walls.readable().forEach(path -> allow(arena, ruleset, path, READ_FILE | READ_DIR));
            walls.runnable().forEach(path -> allow(arena, ruleset, path, READ_FILE | EXECUTE));
            List.of("/dev/null", "/dev/urandom", "/dev/random", "/dev/zero")
                    .forEach(device -> allow(arena, ruleset, Path.of(device), READ_FILE | WRITE_FILE | TRUNCATE));
            return ruleset;
        }
    }

    /// Walls in the calling thread, for good. It must have given up new privileges before. Afterwards the thread may
    /// not even load a class from outside the walls, so nothing but the start of the process may follow.
    void restrict(long ruleset) {
        need(Libc.call(Calls.LANDLOCK_RESTRICT_SELF, ruleset, 0), "take effect");
        Libc.call(calls.number("close"), ruleset);
    }

    private long createRuleset(Arena arena) {
        int size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
        MemorySegment attributes = arena.allocate(24, 8);
        attributes.set(ValueLayout.JAVA_LONG, 0, handled());
        attributes.set(ValueLayout.JAVA_LONG, 16, SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS);
        return Libc.call(Calls.LANDLOCK_CREATE_RULESET, attributes.address(), size, 0);
    }

    private void allow(Arena arena, long ruleset, Path path, long access) {
        if (!Files.exists(path)) {
            return;
        }
        MemorySegment name = arena.allocateFrom(path.toString());
        long descriptor =
                need(Libc.call(calls.number("openat"), AT_FDCWD, name.address(), O_PATH_CLOEXEC), "open " + path);
        long rights = access & handled() & (Files.isDirectory(path) ? -1 : rightsOfFiles());
        MemorySegment rule = arena.allocate(16, 8);
        rule.set(ValueLayout.JAVA_LONG, 0, rights);
        rule.set(ValueLayout.JAVA_INT, 8, (int) descriptor);
        need(Libc.call(Calls.LANDLOCK_ADD_RULE, ruleset, RULE_PATH_BENEATH, rule.address(), 0), "allow " + path);
        Libc.call(calls.number("close"), descriptor);
    }

    private static long rightsOfFiles() {
        return EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV;
    }

    private static long need(long result, String what) {
        if (result < 0) {
            throw new IllegalStateException("Landlock could not " + what + " (errno " + -result + ").");
        }
        return result;
    }
}
