package moltbot.guardian.observe.knock;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;

/// Asks what a stranger could ask of a door that should be shut: a GET and nothing else. What does not answer as a
/// whole within a second is no open door.
public final class Door {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int MOST_BYTES = 16 << 10;

    private Door() {}

    /// An answer's status; 0 where it is no HTTP.
    public static int status(String answer) {
        return answer.matches("(?s)HTTP/1\\.[01] [1-5][0-9]{2}.*") ? Integer.parseInt(answer, 9, 12, 10) : 0;
    }

    /// The answer, or empty.
    public static String get(InetAddress address, int port, String host, String path) {
        try (Socket socket = new TimedSocket(PATIENCE)) {
            socket.connect(new InetSocketAddress(address, port), (int) PATIENCE.toMillis());
            String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /// Asks several at once, for the slow ones of an attacker are not to be waited for one after the other.
    public static Map<Endpoint, String> all(Collection<Endpoint> doors, String path) {
        Map<Endpoint, String> answers = new ConcurrentHashMap<>();
        Map<Endpoint, Thread> asking = new LinkedHashMap<>();
        for (Endpoint door : doors) {
            InetAddress address =
                    (door.address().isWildcard() ? IpAddress.v4(0x7f000001) : door.address()).toInetAddress();
            String host = address.getHostAddress() + ":" + door.port();
            asking.computeIfAbsent(
                    door,
                    _ -> Thread.ofVirtual()
                            .name("door")
                            .start(() -> answers.put(door, get(address, door.port(), host, path))));
        }
        try {
            for (Thread one : asking.values()) {
                one.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answers;
    }
}
