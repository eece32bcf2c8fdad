package moltbot.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Sends one request again and again over kept connections, and times the answers.
///
/// At a fixed rate every request has its moment, whatever became of those before it, and its latency counts from that
/// moment: a server that stalls is charged for all it kept waiting, not only for the one request it was holding.
final class Load {
    /// @param perSecond  answers a second
    record Measured(double perSecond, Duration p50, Duration p99, long failures) {}

    private final String listen;
    private final byte[] request;
    private final AtomicLong failures = new AtomicLong();

    /// @param request  from its method to its empty line
    Load(String listen, String request) {
        this.listen = listen;
        this.request = request.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// As much as that many connections can, each sending its next request when it has its answer.
    Measured most(int connections, Duration time) throws IOException, InterruptedException {
        return run(connections, time, 0);
    }

    /// That many a second.
    Measured at(int perSecond, int connections, Duration time) throws IOException, InterruptedException {
        return run(connections, time, perSecond);
    }

    private Measured run(int connections, Duration time, int rate) throws IOException, InterruptedException {
        failures.set(0);
        AtomicLong next = new AtomicLong();
        long start = System.nanoTime() + Duration.ofMillis(50).toNanos();
        long end = start + time.toNanos();
        long[][] samples = new long[connections][];
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            Future<?>[] running = new Future<?>[connections];
            for (int i = 0; i < connections; i++) {
                int mine = i;
                running[i] = threads.submit(() -> {
                    samples[mine] = rate == 0 ? closed(start, end) : open(start, end, rate, next);
                    return null;
                });
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("The load could not be sent.", e);
        }
        long[] all =
                Arrays.stream(samples).flatMapToLong(Arrays::stream).sorted().toArray();
        return new Measured(all.length / (time.toNanos() / 1e9), at(all, 0.5), at(all, 0.99), failures.get());
    }

    private static Duration at(long[] sorted, double share) {
        return Duration.ofNanos(
                sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))]);
    }

    private long[] closed(long start, long end) throws IOException {
        Samples samples = new Samples();
        try (Connection connection = new Connection()) {
            awaitMoment(start);
            long before = System.nanoTime();
            while (before < end) {
                connection.ask();
                long after = System.nanoTime();
                samples.add(after - before);
                before = after;
            }
        }
        return samples.all();
    }

    private long[] open(long start, long end, int rate, AtomicLong next) throws IOException {
        Samples samples = new Samples();
        long apart = 1_000_000_000L / rate;
        try (Connection connection = new Connection()) {
            while (true) {
                long moment = start + next.getAndIncrement() * apart;
                if (moment >= end) {
                    return samples.all();
                }
                awaitMoment(moment);
                connection.ask();
                samples.add(System.nanoTime() - moment);
            }
        }
    }

    private static void awaitMoment(long moment) {
        long left = moment - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = moment - System.nanoTime();
        }
    }

    private static final class Samples {
        private long[] nanos = new long[1 << 14];
        private int count;

        void add(long sample) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = sample;
        }

        long[] all() {
            return Arrays.copyOf(nanos, count);
        }
    }

    private final class Connection implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private final byte[] buffer = new byte[64 << 10];

        Connection() throws IOException {
            int colon = listen.lastIndexOf(':');
            socket = new Socket(listen.substring(0, colon), Integer.parseInt(listen.substring(colon + 1)));
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            in = socket.getInputStream();
        }

        /// One request and its whole answer, which has to have a length.
        void ask() throws IOException {
            socket.getOutputStream().write(request);
            int filled = 0;
            int head = -1;
            while (head < 0) {
                int count = in.read(buffer, filled, buffer.length - filled);
                if (count < 0) {
                    throw new EOFException("The connection ended.");
                }
                filled += count;
                head = endOfHead(filled);
            }
            String text = new String(buffer, 0, head, StandardCharsets.ISO_8859_1);
            if (!text.startsWith("HTTP/1.1 200")) {
                failures.incrementAndGet();
            }
            int length = text.toLowerCase(java.util.Locale.ROOT).indexOf("content-length:");
            long left = head
                    + Long.parseLong(text.substring(length + 15, text.indexOf('\r', length))
                            .strip())
                    - filled;
            in.skipNBytes(Math.max(0, left));
        }

        private int endOfHead(int filled) {
            for (int i = 3; i < filled; i++) {
                if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n' && buffer[i - 3] == '\r') {
                    return i + 1;
                }
            }
            return -1;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
