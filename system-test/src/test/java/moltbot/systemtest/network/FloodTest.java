package moltbot.systemtest.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A stranger who asks without pause is refused, and leaves nothing behind in the breaker: whatever each request kept
/// for some seconds would fill its memory, and the way in would be shut for everybody.
class FloodTest {
    private static final int BATCH = 100;
    private static final int BATCHES = 500;
    private static final int CONNECTIONS = 3;

    @TempDir
    Path folder;

    @Test
    void outlivesStrangersWhoAskWithoutPauseAndWhoComeAndGo() throws Exception {
        try (TestHouse house = TestHouse.up(folder.resolve("data"), Map.of())) {
            ProcessHandle breaker = house.process("breaker").orElseThrow();
            all(CONNECTIONS, () -> askOnOneConnection(house));
            all(CONNECTIONS, () -> comeAndGo(house));
            assertThat(house.process("breaker")).contains(breaker);
            assertThat(house.breaker().text("state")).isEqualTo("CLOSED");

            house.run("trip", "--reason", "A flood is coming.");
            house.awaitState("OPEN");
            all(CONNECTIONS, () -> comeAndGo(house));
            assertThat(house.process("breaker")).contains(breaker);
            assertThat(house.breaker().has("trip")).isTrue();
        }
    }

    private static void all(int times, Callable<Integer> work) throws Exception {
        List<Future<Integer>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < times; i++) {
                running.add(threads.submit(work));
            }
        }
        for (Future<Integer> one : running) {
            assertThat(one.get()).isPositive();
        }
    }

    /// How many were answered.
    private static int askOnOneConnection(TestHouse house) throws IOException {
        byte[] batch = request(house).repeat(BATCH).getBytes(StandardCharsets.US_ASCII);
        int answers = 0;
        for (int i = 0; i < BATCHES; i++) {
            // One connection for as long as the breaker keeps it.
            try (Socket socket = connect(house);
                    InputStream in = new BufferedInputStream(socket.getInputStream())) {
                int got = BATCH;
                while (got == BATCH && i < BATCHES) {
                    socket.getOutputStream().write(batch);
                    got = answers(in, BATCH);
                    answers += got;
                    i++;
                }
            }
        }
        assertThat(answers).isGreaterThan(BATCH * BATCHES / 2);
        return answers;
    }

    private static int comeAndGo(TestHouse house) throws IOException {
        byte[] request = request(house).getBytes(StandardCharsets.US_ASCII);
        int answers = 0;
        for (int i = 0; i < 5_000; i++) {
            try (Socket socket = connect(house)) {
                socket.getOutputStream().write(request);
                answers += answers(socket.getInputStream(), 1);
            }
        }
        return answers;
    }

    private static String request(TestHouse house) {
        return "GET / HTTP/1.1\r\nhost: " + house.listen() + "\r\n\r\n";
    }

    private static Socket connect(TestHouse house) throws IOException {
        int colon = house.listen().lastIndexOf(':');
        return new Socket(
                house.listen().substring(0, colon),
                Integer.parseInt(house.listen().substring(colon + 1)));
    }

    /// Reads until so many answers have begun, or the connection ends.
    private static int answers(InputStream in, int wanted) throws IOException {
        byte[] mark = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);
        int seen = 0;
        int at = 0;
        int next;
        while (seen < wanted && (next = in.read()) >= 0) {
            at = next == mark[at] ? at + 1 : next == mark[0] ? 1 : 0;
            if (at == mark.length) {
                seen++;
                at = 0;
            }
        }
        return seen;
    }
}
