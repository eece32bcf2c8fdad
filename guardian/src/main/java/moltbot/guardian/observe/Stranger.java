package moltbot.guardian.observe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.Probe;
import moltbot.guardian.fact.Probe.Answer;

/// Asks as somebody would who has no key at all: HTTP/1.1 (RFC 9112) on a bare socket, so that no client library tidies
/// the request.
final class Stranger {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
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
        String request = question.method + " " + question.path + (misleading ? " with misleading headers" : "");
        return new Probe(target, request, question.path, answer(target, question.bytes(target, misleading)));
    }

    private static Answer answer(Endpoint target, byte[] request) {
        long start = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(target.address().toInetAddress(), target.port()), (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(request);
            return read(socket.getInputStream(), start);
        } catch (ConnectException e) {
            return new Answer.Refused();
        } catch (IOException e) {
            return new Answer.Silent(String.valueOf(e.getMessage()));
        }
    }

    private static Answer read(InputStream in, long start) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] piece = new byte[4096];
        try {
            int count;
            while (answer.size() < MAX_ANSWER_BYTES
                    && System.nanoTime() - start < PATIENCE.toNanos()
                    && (count = in.read(piece)) >= 0) {
                answer.write(piece, 0, count);
            }
        } catch (SocketTimeoutException e) {
            if (answer.size() == 0) {
                throw e;
            }
        }
        if (answer.size() == 0) {
            return new Answer.Silent("the connection was closed without an answer");
        }
        return understand(answer.toString(StandardCharsets.ISO_8859_1));
    }

    /// The status line and what the rules need of the rest.
    static Answer.Replied understand(String answer) {
        int headEnd = answer.indexOf("\r\n\r\n");
        String head = headEnd < 0 ? answer : answer.substring(0, headEnd);
        String location = "";
        for (String line : head.split("\r\n", 200)) {
            if (line.regionMatches(true, 0, "location:", 0, 9)) {
                location = line.substring(9).strip();
            }
        }
        return new Answer.Replied(status(head), location, answer.contains(MARK));
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
