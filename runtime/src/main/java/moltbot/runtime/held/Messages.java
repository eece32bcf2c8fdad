package moltbot.runtime.held;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// JSON objects to and from a program that is held open, each ended by one byte that no JSON holds. What comes is read
/// strictly and is bounded, one by one and all together between two things that are wanted: a program that says more
/// than it was asked for is ended. Safe for several threads.
public final class Messages implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("held");
    private static final int MOST_QUEUED = 1_000;
    private static final int COMPLAINTS = 2_000;

    /// How messages are told apart, and how much may come.
    ///
    /// @param end      the byte after each
    /// @param message  the longest
    /// @param between  most that may come between two things that are wanted
    public record Bounds(int end, int message, long between) {}

    /// What a program can do that ends it.
    public enum Breach {
        /// It says more than may come between two things that are wanted.
        FLOOD,
        /// One message is longer than the longest.
        TOO_LONG,
        /// What it says is no message.
        MALFORMED,
        /// It takes nothing any more.
        DEAF
    }

    /// Who listens. Called by the one thread that reads, and must be quick.
    public interface Listener {
        /// What it cannot make sense of it throws at, by [ContractException]: then the program is ended.
        void heard(JsonObject message);

        /// The sentence for a breach.
        String breach(Breach breach);

        /// The sentence for an end of its own.
        ///
        /// @param told  what was said of it, or empty
        String ended(String told);

        /// It is over; called once.
        void over(String why);
    }

    private final Program program;
    private final Bounds bounds;
    private final Listener listener;
    private final BlockingQueue<byte[]> outgoing = new LinkedBlockingQueue<>(MOST_QUEUED);
    private final AtomicLong heardBytes = new AtomicLong();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private final StringBuilder complaints = new StringBuilder();
    private final Thread writer;
    private volatile @Nullable String over;

    private static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Breach breach;

        Ended(Breach breach) {
            super(breach.name(), null, false, false);
            this.breach = breach;
        }
    }

    private Messages(Program program, Bounds bounds, Listener listener) {
        this.program = program;
        this.bounds = bounds;
        this.listener = listener;
        this.writer = Thread.ofVirtual().name("held-write").unstarted(this::write);
    }

    /// Not yet listening; see [#begin].
    public static Messages of(Program program, Bounds bounds, Listener listener) {
        return new Messages(program, bounds, listener);
    }

    /// Begins to listen.
    public void begin() {
        writer.start();
        Thread.ofVirtual().name("held-read").start(this::read);
    }

    /// A thread of its own, since writing waits for the program: neither who reads nor who asks may.
    private void write() {
        try {
            while (program.write(outgoing.take())) {
                continue;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        String why = listener.ended("");
        try {
            boolean on = true;
            while (on) {
                switch (program.next()) {
                    case Program.Word.Output(byte[] bytes) -> take(bytes);
                    case Program.Word.Errors(byte[] bytes) -> complain(bytes);
                    case Program.Word.Over(String told, int _) -> {
                        why = listener.ended(told);
                        LOG.log(
                                System.Logger.Level.DEBUG,
                                "What was held open ended. {0} Its last words: {1}",
                                told,
                                complaints);
                        on = false;
                    }
                }
            }
        } catch (Ended e) {
            why = listener.breach(e.breach);
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "What is held open said what it never says.", e);
            why = listener.breach(Breach.MALFORMED);
        } finally {
            end(why);
        }
    }

    private void complain(byte[] bytes) {
        count(bytes);
        complaints.append(new String(bytes, StandardCharsets.UTF_8));
        complaints.delete(0, Math.max(0, complaints.length() - COMPLAINTS));
    }

    private void count(byte[] bytes) {
        if (heardBytes.addAndGet(bytes.length) > bounds.between()) {
            throw new Ended(Breach.FLOOD);
        }
    }

    private void take(byte[] bytes) {
        count(bytes);
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == bounds.end()) {
                add(bytes, from, i);
                if (message.size() > 0) {
                    JsonObject heard = JsonObject.parse(message.toByteArray());
                    message.reset();
                    listener.heard(heard);
                }
                from = i + 1;
            }
        }
        add(bytes, from, bytes.length);
    }

    private void add(byte[] bytes, int from, int to) {
        if (message.size() + to - from > bounds.message()) {
            throw new Ended(Breach.TOO_LONG);
        }
        message.write(bytes, from, to - from);
    }

    /// Something new is wanted: what was heard before counts no more.
    public void renew() {
        heardBytes.set(0);
    }

    /// Why it is over; null while it is not.
    public @Nullable String over() {
        return over;
    }

    /// Says something, soon; never waits.
    public void say(JsonObject said) {
        byte[] json = said.toBytes();
        byte[] ended = Arrays.copyOf(json, json.length + 1);
        ended[json.length] = (byte) bounds.end();
        if (!outgoing.offer(ended)) {
            end(listener.breach(Breach.DEAF));
        }
    }

    /// Ends the program, whatever it is doing. The first reason holds.
    public void end(String why) {
        boolean first;
        synchronized (this) {
            first = over == null;
            if (first) {
                over = why;
            }
        }
        program.close();
        writer.interrupt();
        if (first) {
            listener.over(why);
        }
    }

    @Override
    public void close() {
        end(listener.ended(""));
    }
}
