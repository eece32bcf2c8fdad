package moltbot.cli.confine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Starts processes behind walls: a thread of its own gives up new privileges, walls itself in (Landlock, seccomp) and
/// then starts the process, which inherits all of it and cannot take it off. The rest of this JVM stays free.
///
/// Where the system offers none of this (macOS, an old kernel), [#describe] says so and processes start unconfined;
/// where it does and it fails, nothing is started.
public final class Confinement {
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int PR_SET_CHILD_SUBREAPER = 36;
    private static final int SECCOMP_SET_MODE_FILTER = 1;
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int AF_NETLINK = 16;
    private static final int WNOHANG = 1;
    private static final int PRIVATE = 0077;

    private final @Nullable Calls calls;
    private final @Nullable Landlock landlock;

    private Confinement(@Nullable Calls calls, @Nullable Landlock landlock) {
        this.calls = calls;
        this.landlock = landlock;
    }

    /// What this machine offers.
    ///
    /// @param wanted  false leaves processes unconfined (the setting `insecure-no-confinement`)
    public static Confinement ofThisMachine(boolean wanted) {
        Calls calls = Calls.ofThisMachine().orElse(null);
        return new Confinement(wanted ? calls : null, wanted && calls != null ? new Landlock(calls) : null);
    }

    /// What processes are confined by, for people; empty where by nothing.
    public String describe() {
        if (calls == null || landlock == null) {
            return "";
        }
        return landlock.abi() > 0 ? "seccomp, Landlock " + landlock.abi() : "seccomp";
    }

    /// Starts a process behind these walls.
    public Process start(ProcessBuilder builder, Walls walls) throws IOException {
        Calls known = calls;
        if (known == null) {
            return builder.start();
        }
        Callable<Process> confined = () -> {
            restrict(known, walls);
            return builder.start();
        };
        FutureTask<Process> task = new FutureTask<>(confined);
        Thread.ofPlatform().name("confined-start").start(task);
        return outcome(task);
    }

    private static Process outcome(FutureTask<Process> task) throws IOException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IOException("A compartment could not be started behind its walls.", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while a compartment was started.", e);
        }
    }

    private void restrict(Calls known, Walls walls) {
        need(Libc.call(known.number("prctl"), PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs");
        Landlock files = landlock;
        if (files == null || files.abi() == 0 || !walls.files()) {
            filterCalls(known, walls);
            return;
        }
        long ruleset = files.prepare(walls);
        filterCalls(known, walls);
        files.restrict(ruleset);
    }

    private static void filterCalls(Calls known, Walls walls) {
        List<Integer> families = new ArrayList<>(List.of(AF_UNIX));
        if (walls.internet()) {
            families.addAll(List.of(AF_INET, AF_INET6));
        }
        if (walls.netlink() || walls.internet()) {
            families.add(AF_NETLINK);
        }
        byte[] program = SeccompFilter.program(known, families);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment filter = arena.allocate(program.length, 8);
            filter.copyFrom(MemorySegment.ofArray(program));
            MemorySegment header = arena.allocate(16, 8);
            header.set(ValueLayout.JAVA_SHORT, 0, (short) (program.length / 8));
            header.set(ValueLayout.JAVA_LONG, 8, filter.address());
            need(Libc.call(known.number("seccomp"), SECCOMP_SET_MODE_FILTER, 0, header.address()), "seccomp");
        }
    }

    private static void need(long result, String what) {
        if (result < 0) {
            throw new IllegalStateException(what + " failed with errno " + -result + ".");
        }
    }

    /// Keeps every file that this process and those it starts will make from everybody else. Linux only; elsewhere
    /// `./moltbot` has done it.
    public static void keepFilesPrivate() {
        Calls.ofThisMachine().ifPresent(known -> Libc.call(known.number("umask"), PRIVATE));
    }

    /// Makes this process the parent of every orphan below it, so that nothing a compartment leaves behind can leave
    /// the process tree the guardian watches. Linux only; elsewhere it does nothing.
    public static void adoptOrphans() {
        Calls.ofThisMachine()
                .ifPresent(known ->
                        need(Libc.call(known.number("prctl"), PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "child subreaper"));
    }

    /// Lets the system forget an adopted orphan that has ended.
    public static void reap(long pid) {
        Calls.ofThisMachine().ifPresent(known -> Libc.call(known.number("wait4"), pid, 0, WNOHANG, 0));
    }
}
