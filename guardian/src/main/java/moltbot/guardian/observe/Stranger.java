package moltbot.guardian.observe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.Probe;
import moltbot.guardian.fact.Probe.Answer;

/// Asks as somebody would who has no key at all: HTTP/1.1 (RFC 9112) on a bare socket, so that no client library tidies
/// the request.
final class Stranger {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration AGAIN = Duration.ofMillis(100);
    private static final String TIMEOUT = "nothing came in time";
    private static final int MAX_ANSWER_BYTES = 64 << 10;
    private static final String MARK = "moltbot-panel";
    /// What has opened other panels: claims to be near, to be somebody, or to be asked for by another name.
    private static final String MISLEADING = """
            X-Forwarded-For: 127.0.0.1
            X-Real-IP: 127.0.0.1
            Forwarded: for=127.0.0.1;host=localhost;proto=https
            X-Forwarded-Proto: https
            X-Forwarded-Host: localhost
            X-Forwarded-Uri: /sign-in
            X-Forwarded-Prefix: /sign-in
            X-Forwarded-User: admin
            X-Original-URL: /sign-in
            Remote-User: admin
            Authorization: Bearer undefined
            """.replace("\n", "\r\n");

    /// A request of the catalogue.
    enum Question {
        ROOT("GET", "/"),
        INDEX("GET", "/index.html"),
        OVERVIEW("GET", "/api/overview"),
        SESSIONS("GET", "/api/sessions"),
        EVENTS("GET", "/api/sessions/x/events"),
        ASSETS("GET", "/assets/"),
        MESSAGE("POST", "/api/sessions/x/messages");

        private final String method;
        private final String path;

        Question(String method, String path) {
            this.method = method;
            this.path = path;
        }

        private byte[] bytes(Endpoint target, boolean misleading) {
            String body = method.equals("POST") ? "{\"id\":\"probe\",\"text\":\"probe\"}" : "";
            String request = method + " " + path + " HTTP/1.1\r\nHost: " + target + "\r\n"
                    + (misleading ? MISLEADING : "")
                    + (body.isEmpty()
                            ? ""
                            : "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n")
                    + "Connection: close\r\n\r\n" + body;
            return request.getBytes(StandardCharsets.US_ASCII);
        }
    }

    private Stranger() {}

    static Probe ask(Endpoint target, Question question, boolean misleading) {
        byte[] bytes = question.bytes(target, misleading);
        String request = question.method + " " + question.path + (misleading ? " with misleading headers" : "");
        Answer answer = answer(target, bytes);
        if (answer instanceof Answer.Silent(String why) && !why.equals(TIMEOUT)) {
            // Cut off: it may just have ended, which the second time shows.
            LockSupport.parkNanos(AGAIN.toNanos());
            answer = answer(target, bytes);
        }
        return new Probe(target, request, question.path, answer);
    }

    private static Answer answer(Endpoint target, byte[] request) {
        long start = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(target.address().toInetAddress(), target.port()), (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(request);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            String ending = read(socket.getInputStream(), start, answer);
            return understand(answer.toString(StandardCharsets.ISO_8859_1), ending);
        } catch (ConnectException | NoRouteToHostException e) {
            return new Answer.Refused();
        } catch (SocketTimeoutException e) {
            return new Answer.Silent(TIMEOUT);
        } catch (IOException e) {
            return new Answer.Silent(String.valueOf(e.getMessage()));
        }
    }

    /// Reads to the end, a bound or a failure; says which.
    private static String read(InputStream in, long start, ByteArrayOutputStream answer) {
        byte[] piece = new byte[4096];
        try {
            int count;
            while ((count = in.read(piece)) >= 0) {
                answer.write(piece, 0, count);
                if (answer.size() >= MAX_ANSWER_BYTES || System.nanoTime() - start > PATIENCE.toNanos()) {
                    return "it did not end";
                }
            }
            return "the connection was closed";
        } catch (SocketTimeoutException e) {
            return TIMEOUT;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// What came, as far as it came: an HTTP answer that breaks off inside its head tells nothing.
    ///
    /// @param ending  how it ended
    static Answer understand(String answer, String ending) {
        boolean panel = answer.contains(MARK);
        int headEnd = answer.indexOf("\r\n\r\n");
        boolean begun = answer.startsWith("HTTP/") || "HTTP/".startsWith(answer);
        if (headEnd < 0 && begun && !panel) {
            return new Answer.Silent(ending);
        }
        String head = headEnd < 0 ? answer : answer.substring(0, headEnd);
        return new Answer.Replied(status(head), location(head), panel);
    }

    private static String location(String head) {
        for (String line : head.split("\r\n", 200)) {
            if (line.regionMatches(true, 0, "location:", 0, 9)) {
                return line.substring(9).strip();
            }
        }
        return "";
    }

    private static int status(String head) {
        if (head.length() < 12 || !head.startsWith("HTTP/1.") || head.charAt(8) != ' ') {
            return 0;
        }
        int status = 0;
        for (int i = 9; i < 12; i++) {
            int digit = head.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            status = status * 10 + digit;
        }
        return status;
    }
}
