package moltbot.runtime.background;

import java.time.Duration;
import moltbot.contract.ContractException;
import moltbot.contract.label.Label;
import moltbot.runtime.background.Printed.Window;
import moltbot.runtime.held.Program;
import org.jspecify.annotations.Nullable;

/// One command in the background, from before it begins until nobody asks any more how it ended. It is never written
/// to. Safe for several threads.
final class Running {
    /// What prints more is ended: somebody who prints without end is not waited for.
    static final long MOST_PRINTED = 16L << 20;

    private final String id;
    private final Label label;
    private final Printed printed = new Printed();
    private long read;
    private @Nullable Program program;
    private @Nullable String over;

    /// @param label  of what it prints
    Running(String id, Label label) {
        this.id = id;
        this.label = label;
    }

    String id() {
        return id;
    }

    Label label() {
        return label;
    }

    /// Takes its program over and reads what it says, always, so that it never waits for whoever polls. One that was
    /// ended before it began is ended now.
    void begin(Program begun) {
        synchronized (this) {
            program = begun;
        }
        if (isOver()) {
            begun.close();
        } else {
            Thread.ofVirtual().name("background").start(() -> listen(begun));
        }
    }

    private void listen(Program listened) {
        try {
            while (!isOver()) {
                switch (listened.next()) {
                    case Program.Word.Output(byte[] bytes) -> took(bytes);
                    case Program.Word.Errors(byte[] bytes) -> took(bytes);
                    case Program.Word.Over(String why, int exitCode) -> end(ending(why, exitCode));
                }
            }
        } catch (ContractException e) {
            end("Its sandbox was lost. " + e.getMessage());
        } finally {
            end("Its sandbox was lost.");
        }
    }

    private static String ending(String why, int exitCode) {
        if (exitCode < 0) {
            return why.isEmpty() ? "It was ended." : why;
        }
        return "It ended by itself with exit code " + exitCode + "." + (why.isEmpty() ? "" : " " + why);
    }

    private void took(byte[] bytes) {
        boolean flood;
        synchronized (this) {
            printed.append(bytes);
            flood = printed.end() > MOST_PRINTED;
            notifyAll();
        }
        if (flood) {
            end("It was ended because it printed more than " + (MOST_PRINTED >> 20) + " MiB.");
        }
    }

    /// Ends it; the first reason holds. False where it was over.
    boolean end(String why) {
        Program ended;
        boolean first;
        synchronized (this) {
            first = over == null;
            over = first ? why : over;
            ended = program;
            notifyAll();
        }
        if (ended != null) {
            ended.close();
        }
        return first;
    }

    synchronized boolean isOver() {
        return over != null;
    }

    /// Why it is over; null while it is not.
    synchronized @Nullable String over() {
        return over;
    }

    /// What was seen at one look: whoever is told that it is over has been shown all that it printed until then.
    ///
    /// @param over  as [#over]
    record Seen(Window window, @Nullable String over) {}

    /// What it printed since it was looked at last, or from a place on. Waits for something, not for long.
    synchronized Seen look(long from, int most, Duration patience) throws InterruptedException {
        long wanted = from < 0 ? read : from;
        long until = System.nanoTime() + patience.toNanos();
        long left = patience.toNanos();
        while (over == null && printed.end() <= wanted && left > 0) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
            left = until - System.nanoTime();
        }
        Window window = printed.from(wanted, most, over != null);
        read = window.next();
        return new Seen(window, over);
    }
}
