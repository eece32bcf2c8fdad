package moltbot.systemtest.channel;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A program or a service that calls a house, as any would: over HTTP/1.1, by a client or byte by byte.
final class HookCaller {
    private static final int PATIENCE_MILLIS = 15_000;

    private final String listen;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    HookCaller(String listen) {
        this.listen = listen;
    }

    /// Calls with a body and headers, each a name and its value.
    HttpResponse<String> post(String target, String type, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + listen + target))
                .header("content-type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String target) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://" + listen + target)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /// Everything that is answered to these bytes, until it hangs up; `HOST` stands for the listener's own.
    String raw(String bytes) throws IOException {
        int colon = listen.lastIndexOf(':');
        try (Socket socket = new Socket(listen.substring(0, colon), Integer.parseInt(listen.substring(colon + 1)))) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(bytes.replace("HOST", listen).getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /// The header in which GitHub and Meta sign a body.
    static List<String> signed(String secret, String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] signature = mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
        return List.of("x-hub-signature-256", "sha256=" + HexFormat.of().formatHex(signature));
    }
}
