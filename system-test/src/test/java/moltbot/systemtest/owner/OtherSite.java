package moltbot.systemtest.owner;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import moltbot.contract.json.JsonObject;
import moltbot.systemtest.house.TestHouse;

/// Another server on this machine that lures the owner: it asks the house for a challenge, has the owner's browser
/// answer it on a page of its own, and hands the answer in as if it came from the house's page.
record OtherSite(HttpServer server) implements AutoCloseable {
    private static final String ASK = """
            async (challenge) => {
              const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
              const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
                .replace(/\\+/g, "-").replace(/\\//g, "_").replace(/=/g, "");
              const got = await navigator.credentials.get({ publicKey:
                { challenge: bytes(challenge), rpId: "localhost", userVerification: "required" } });
              return JSON.stringify({ passkey: {
                id: text(got.rawId),
                clientData: text(got.response.clientDataJSON),
                authenticator: text(got.response.authenticatorData),
                signature: text(got.response.signature) } });
            }
            """;

    static OtherSite open() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] page = "<!doctype html><title>Win a prize</title>".getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("content-type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        return new OtherSite(server);
    }

    /// What the house answers it; the owner's browser is on its page meanwhile.
    String signsInAt(TestHouse house, Page page) throws IOException, InterruptedException {
        String challenge = JsonObject.parse(post(house, "/auth/challenge", "{\"for\":\"sign-in\"}"))
                .text("challenge");
        page.navigate("http://localhost:" + server.getAddress().getPort());
        String answer = (String) page.evaluate(ASK, challenge);
        return post(house, "/auth/sign-in", answer);
    }

    private static String post(TestHouse house, String path, String body) throws IOException, InterruptedException {
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(house.named() + path))
                    .timeout(Duration.ofSeconds(10))
                    .header("content-type", "application/json")
                    .header("origin", house.named())
                    .header("sec-fetch-site", "same-origin")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
