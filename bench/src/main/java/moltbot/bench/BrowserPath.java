package moltbot.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.json.JsonObject;

/// The browser's way through the breaker: a kept connection for posts and one event stream, on plain sockets so that
/// the client costs little.
final class BrowserPath implements AutoCloseable {
    private final String own;
    private final String listen;
    private Socket posts;
    private BufferedReader answers;
    private String cookie = "";
    private String csrf = "";
    private final String password = UUID.randomUUID().toString();

    private BrowserPath(String listen, String own) throws IOException {
        this.own = own;
        this.listen = listen;
        this.posts = connect(listen);
        this.answers = reader(posts);
    }

    /// Makes the owner and signs in.
    static BrowserPath claim(MeasuredHouse house) throws IOException {
        BrowserPath path = new BrowserPath(house.listen(), house.ownPages());
        JsonObject claim = JsonObject.with("code", house.code())
                .with("password", path.password)
                .build();
        path.exchange("POST", path.own + "/auth/claim", claim.toString());
        house.ownedBy(path.password);
        path.csrf = JsonObject.parse(path.exchange("GET", path.own + "/auth/session", ""))
                .text("csrf");
        return path;
    }

    /// What the browser proves itself with.
    String cookie() {
        return cookie;
    }

    /// Signs in again, on a connection of its own: a trip has ended both.
    void signIn() throws IOException {
        String body = JsonObject.with("password", password).build().toString();
        for (int tries = 0; ; tries++) {
            posts.close();
            posts = connect(listen);
            answers = reader(posts);
            cookie = "";
            csrf = "";
            try {
                exchange("POST", own + "/auth/sign-in", body);
                break;
            } catch (IOException e) {
                // All of loopback is one stranger until it has signed in, and the bench has asked a lot.
                if (tries == 20) {
                    throw e;
                }
                LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
            }
        }
        csrf = JsonObject.parse(exchange("GET", own + "/auth/session", "")).text("csrf");
    }

    private static Socket connect(String listen) throws IOException {
        int colon = listen.lastIndexOf(':');
        Socket socket = new Socket(listen.substring(0, colon), Integer.parseInt(listen.substring(colon + 1)));
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /// An open event stream of one conversation.
    final class Events implements AutoCloseable {
        private final Socket socket = connect(listen);
        private final BufferedReader lines = reader(socket);

        Events(String session) throws IOException {
            write(socket, "GET", "/api/sessions/" + session + "/events?after=-1", "");
            awaitEvent("ready");
        }

        void awaitEvent(String type) throws IOException {
            String wanted = "\"type\":\"" + type + "\"";
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.startsWith("data:") && line.contains(wanted)) {
                    return;
                }
            }
            throw new IOException("The event stream ended.");
        }

        /// Reads on until the other side ends the stream.
        void awaitEnd() {
            try {
                while (lines.readLine() != null) {
                    continue;
                }
            } catch (IOException e) {
                System.getLogger("bench").log(System.Logger.Level.DEBUG, "A stream was cut.", e);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /// One message, from the post to the end of its turn on the event stream.
    Duration message(String session, Events events, String text) throws IOException {
        long start = System.nanoTime();
        JsonObject body = JsonObject.with("id", UUID.randomUUID().toString())
                .with("text", text)
                .build();
        exchange("POST", "/api/sessions/" + session + "/messages", body.toString());
        events.awaitEvent("turn_finished");
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void write(Socket socket, String method, String target, String body) throws IOException {
        String request = method + " " + target + " HTTP/1.1\r\nhost: " + listen + "\r\norigin: http://" + listen
                + "\r\nsec-fetch-site: same-origin\r\n"
                + (cookie.isEmpty() ? "" : "cookie: " + cookie + "\r\n")
                + (csrf.isEmpty() ? "" : "x-csrf: " + csrf + "\r\n")
                + (body.isEmpty() ? "" : "content-type: application/json\r\ncontent-length: " + body.length() + "\r\n")
                + "\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    }

    private String exchange(String method, String target, String body) throws IOException {
        write(posts, method, target, body);
        String status = answers.readLine();
        if (status == null || !status.contains(" 20")) {
            throw new IOException(method + " " + target + " was answered " + status);
        }
        int length = 0;
        boolean chunked = false;
        for (String header = answers.readLine(); !header.isEmpty(); header = answers.readLine()) {
            String lower = header.toLowerCase(java.util.Locale.ROOT);
            // The mark of a known browser is another cookie, and nothing that is measured here needs it.
            if (lower.startsWith("set-cookie:") && !lower.contains("-device=")) {
                cookie = header.substring(header.indexOf(':') + 1).strip().split(";", 2)[0];
            } else if (lower.startsWith("content-length:")) {
                length =
                        Integer.parseInt(lower.substring(lower.indexOf(':') + 1).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = true;
            }
        }
        return chunked ? chunks() : characters(length);
    }

    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        int length = Integer.parseInt(answers.readLine(), 16);
        while (length > 0) {
            body.append(characters(length));
            answers.readLine();
            length = Integer.parseInt(answers.readLine(), 16);
        }
        answers.readLine();
        return body.toString();
    }

    private String characters(int length) throws IOException {
        char[] body = new char[length];
        int at = 0;
        while (at < length) {
            int count = answers.read(body, at, length - at);
            if (count < 0) {
                throw new IOException("The connection ended.");
            }
            at += count;
        }
        return new String(body);
    }

    @Override
    public void close() throws IOException {
        posts.close();
    }
}
