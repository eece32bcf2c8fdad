package moltbot.guardian.observe.network;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.Listener;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.observe.knock.LocalTarget;
import moltbot.guardian.observe.knock.TimedSocket;

/// Whether a listener leads to a guarded panel past the guard. That panel is another program's and knows no mark, so
/// the mark is a number: as many connections as were just made to the listener are made to the panel, three times on
/// end, each time another number, and none in the moments between. Nobody's answer is believed, and the panel is asked
/// nothing.
///
/// A listener of the panel's own process is the panel; where processes cannot be looked into, one of the same user that
/// answers the same page.
final class Past {
    private static final Duration CALM = Duration.ofMillis(120);
    private static final Duration ARRIVAL = Duration.ofMillis(600);
    private static final Duration LOOK = Duration.ofMillis(15);
    private static final int ROUNDS = 8;
    private static final int ON_END = 3;
    private static final int LEAST = 3;
    private static final int SPREAD = 9;
    private static final int PATIENCE_MILLIS = 1_000;
    private static final Duration CONNECTION = Duration.ofSeconds(4);
    private static final int PAGE_BYTES = 16 << 10;
    private static final int TELLING_BYTES = 200;
    /// One at a time: their connections would be taken for each other's.
    private static final Object TURN = new Object();

    /// The other ends of the connections that the panel has or just had.
    interface Visitors {
        Ends now() throws IOException;
    }

    private final Endpoint panel;
    private final Visitors visitors;
    private final RandomGenerator random;

    Past(Endpoint panel, Visitors visitors, RandomGenerator random) {
        this.panel = panel;
        this.visitors = visitors;
        this.random = random;
    }

    /// By the kernel's table, which keeps what has just ended too.
    static Past byProc(Endpoint panel, RandomGenerator random) {
        String port = String.format(":%04X ", panel.port());
        return new Past(
                panel,
                () -> {
                    Ends ends = new Ends();
                    ProcTable.read("tcp", line -> line.contains(port), row -> {
                        if (row.remote().port() != 0) {
                            otherEnd(row, panel).forEach(ends::add);
                        }
                    });
                    return ends;
                },
                random);
    }

    private static List<Endpoint> otherEnd(ProcTable.Row row, Endpoint panel) {
        if (isPanel(row.remote(), panel)) {
            return List.of(row.local());
        }
        return isPanel(row.local(), panel) ? List.of(row.remote()) : List.of();
    }

    private static boolean isPanel(Endpoint end, Endpoint panel) {
        boolean loopback = end.address().isLoopback() && panel.address().isLoopback();
        return end.port() == panel.port() && (loopback || end.address().equals(panel.address()));
    }

    Ends visitors() throws IOException {
        return visitors.now();
    }

    /// How a listener is the panel itself, or empty.
    String owns(Listener listener, Listeners all) throws IOException {
        for (Listener one : all.foreign()) {
            if (one.endpoint().takes(panel) && !one.equals(listener)) {
                String how = same(one, listener);
                if (!how.isEmpty()) {
                    return how;
                }
            }
        }
        return "";
    }

    private String same(Listener own, Listener listener) throws IOException {
        boolean seen = false;
        for (long pid : Programs.all()) {
            Set<Long> sockets = Programs.sockets(pid);
            seen |= sockets.contains(own.id());
            if (sockets.contains(own.id()) && sockets.contains(listener.id())) {
                return "it is a listener of the panel's own process";
            }
        }
        if (seen || own.uid() != listener.uid()) {
            return "";
        }
        String page = page(panel);
        for (Endpoint target : LocalTarget.of(listener.endpoint())) {
            if (page.length() >= TELLING_BYTES && page.equals(page(target))) {
                return "it is of the panel's user and answers with the panel's page";
            }
        }
        return "";
    }

    /// What stands below the headers of the first page; empty where there is none.
    private static String page(Endpoint target) {
        try (Socket socket = connected(target)) {
            send(socket, target);
            String answer = new String(socket.getInputStream().readNBytes(PAGE_BYTES), StandardCharsets.ISO_8859_1);
            int end = answer.indexOf("\r\n\r\n");
            return end < 0 ? "" : answer.substring(end + 4);
        } catch (IOException e) {
            return "";
        }
    }

    /// How a listener leads to the panel; an empty text where it does not, and nothing where others came to
    /// the panel meanwhile, so that it could not be told.
    ///
    /// @param knocked  what the panel's visitors were before the listener was knocked at once
    Optional<String> leads(Endpoint target, Ends knocked) throws IOException {
        if (since(knocked) == 0) {
            return Optional.of("");
        }
        synchronized (TURN) {
            List<Integer> counted = new ArrayList<>();
            int number = 0;
            boolean others = false;
            for (int round = 0; round < ROUNDS && counted.size() < ON_END; round++) {
                number = (number + 1 + random.nextInt(SPREAD - 1)) % SPREAD;
                int more = arrive(target, LEAST + number);
                others |= more > 0;
                if (more == 0) {
                    counted.add(LEAST + number);
                } else {
                    // Other visitors came between; by chance they come as asked for once, not on end.
                    counted.clear();
                }
            }
            if (counted.size() < ON_END) {
                return others ? Optional.empty() : Optional.of("");
            }
            return Optional.of("as many connections as were made to it were made to the panel at " + panel + ": "
                    + String.join(", ", counted.stream().map(String::valueOf).toList()));
        }
    }

    private int since(Ends before) throws IOException {
        return visitors.now().since(before);
    }

    /// By how many more come to the panel than go to the listener: 0 for exactly as many, less where fewer did,
    /// and more also where others come already.
    private int arrive(Endpoint target, int number) throws IOException {
        Ends before = visitors.now();
        LockSupport.parkNanos(CALM.toNanos());
        if (since(before) != 0) {
            return since(before);
        }
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < number; i++) {
                Socket one = connected(target);
                open.add(one);
                send(one, target);
            }
            long start = System.nanoTime();
            while (since(before) < number && System.nanoTime() - start < ARRIVAL.toNanos()) {
                LockSupport.parkNanos(LOOK.toNanos());
            }
            LockSupport.parkNanos(CALM.toNanos());
            return since(before) - number;
        } catch (IOException e) {
            return -number;
        } finally {
            for (Socket one : open) {
                one.close();
            }
        }
    }

    private static Socket connected(Endpoint target) throws IOException {
        Socket socket = new TimedSocket(CONNECTION);
        try {
            socket.connect(LocalTarget.address(target), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static void send(Socket socket, Endpoint target) throws IOException {
        String request = "GET / HTTP/1.1\r\nHost: " + target + "\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }
}
