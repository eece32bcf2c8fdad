package moltbot.cli.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.json.JsonObject;

/// A browser as far as the training run needs one: one request a connection, its cookie and its token kept.
public final class Visitor {
    private static final Pattern COOKIE = Pattern.compile("(?im)^set-cookie: ([^;\r\n]+)");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String address;
    private String cookie = "";
    private String token = "";

    public Visitor(String address) {
        this.address = address;
    }

    public String get(String target) throws IOException {
        return exchange("GET " + target, "accept: text/html\r\n", "", "");
    }

    public String post(String target, JsonObject body) throws IOException {
        String text = body.toString();
        String headers = "origin: http://" + address + "\r\nsec-fetch-site: same-origin\r\n"
                + "content-type: application/json\r\ncontent-length: "
                + text.getBytes(StandardCharsets.UTF_8).length + "\r\n";
        return exchange("POST " + target, headers, text, "");
    }

    /// Reads a stream of events until `word` comes.
    public void listen(String target, String word) throws IOException {
        exchange("GET " + target, "accept: text/event-stream\r\n", "", word);
    }

    /// Learns the token that this sign-in's requests must carry.
    public void learnToken() throws IOException {
        String answer = exchange("GET /auth/session", "accept: application/json\r\n", "", "");
        int body = answer.indexOf('{');
        if (body >= 0) {
            token = JsonObject.parse(answer.substring(body, answer.lastIndexOf('}') + 1))
                    .textOr("csrf", "");
        }
    }

    private String exchange(String line, String headers, String body, String until) throws IOException {
        int colon = address.lastIndexOf(':');
        try (Socket socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)))) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            String request = line + " HTTP/1.1\r\nhost: " + address + "\r\nconnection: close\r\n" + headers
                    + (cookie.isEmpty() ? "" : "cookie: " + cookie + "\r\n")
                    + (token.isEmpty() ? "" : "x-csrf: " + token + "\r\n")
                    + "\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String answer = read(socket.getInputStream(), until);
            Matcher matcher = COOKIE.matcher(answer);
            if (matcher.find()) {
                cookie = matcher.group(1);
            }
            return answer;
        }
    }

    private static String read(InputStream in, String until) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8 << 10];
        int count;
        while ((count = in.read(buffer)) >= 0) {
            all.write(buffer, 0, count);
            if (!until.isEmpty() && all.toString(StandardCharsets.UTF_8).contains(until)) {
                break;
            }
        }
        return all.toString(StandardCharsets.UTF_8);
    }
}
