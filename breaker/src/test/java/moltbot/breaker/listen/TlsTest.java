package moltbot.breaker.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import moltbot.breaker.House;
import moltbot.breaker.Raw;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// TLS of its own, with a certificate of its own authority.
final class TlsTest {
    private static House house;
    private static TlsClient browser;

    @BeforeAll
    static void open() throws IOException {
        house = new House(
                JsonObject.with("tls", JsonObject.with("localCa", true).build())
                        .with("publicOrigin", "https://home.example")
                        .with("perMinute", 100_000)
                        .with("burst", 100_000)
                        .build());
        house.guardian.beat();
        browser = TlsClient.trusting(ca());
    }

    @AfterAll
    static void close() throws IOException {
        house.close();
    }

    private static Path ca() {
        return house.folder.resolve("data/tls/ca.pem");
    }

    private static String own() {
        return "127.0.0.1:" + house.port;
    }

    private static HttpResponse<String> get(HttpClient.Version version, String path) throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(browser.context()).build()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("https://" + own() + path))
                            .version(version)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void answersOverHttp2AndOverHttp1() throws Exception {
        for (HttpClient.Version version : HttpClient.Version.values()) {
            if (version == HttpClient.Version.HTTP_1_1 || version == HttpClient.Version.HTTP_2) {
                HttpResponse<String> answer = get(version, "/sign-in");
                assertThat(answer.version()).isEqualTo(version);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("strict-transport-security"))
                        .as("HSTS over " + version)
                        .contains("max-age=31536000");
                assertThat(answer.headers().firstValue("x-content-type-options"))
                        .contains("nosniff");
            }
        }
    }

    @Test
    void signsInOverHttp2AndStreams() throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(browser.context()).build()) {
            String claim = JsonObject.with("code", house.code())
                    .with("password", House.PASSWORD)
                    .build()
                    .toString();
            HttpResponse<String> claimed = client.send(
                    HttpRequest.newBuilder(URI.create("https://" + own() + "/auth/claim"))
                            .header("origin", "https://" + own())
                            .header("content-type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(claim))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(claimed.statusCode()).as(claimed.body()).isEqualTo(200);
            assertThat(claimed.version()).isEqualTo(HttpClient.Version.HTTP_2);
            String cookie = claimed.headers().firstValue("set-cookie").orElseThrow();
            assertThat(cookie).startsWith("__Host-").contains("; Secure");

            HttpResponse<java.io.InputStream> events = client.send(
                    HttpRequest.newBuilder(URI.create("https://" + own() + "/api/events"))
                            .header("cookie", cookie.split(";", -1)[0])
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertThat(events.statusCode()).isEqualTo(200);
            assertThat(new String(events.body().readNBytes(11), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("data: one\n\n");
            house.guardian.die();
            assertThatThrownBy(() -> events.body().readAllBytes()).isInstanceOf(IOException.class);
            house.guardian.beat();
        }
    }

    @Test
    void itsCertificateNamesThisHouseAndNoProduct() throws Exception {
        try (SSLSocket byAddress = browser.connect(house.port, "127.0.0.1", "http/1.1");
                SSLSocket byName = browser.connect(house.port, "home.example", "h2")) {
            assertThat(byAddress.getApplicationProtocol()).isEqualTo("http/1.1");
            assertThat(byName.getApplicationProtocol()).isEqualTo("h2");
            assertThat(byName.getSession().getProtocol()).isEqualTo("TLSv1.3");
            X509Certificate shown = TlsClient.shown(byAddress);
            assertThat(shown.toString()).doesNotContainIgnoringCase("moltbot");
            assertThat(shown.getSubjectX500Principal().getName()).isEmpty();
            assertThat(shown.getKeyUsage()[0]).isTrue();
        }
        assertThatThrownBy(() -> browser.connect(house.port, "evil.example")).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void authoritysKeyIsForItsOwnerOnly() throws IOException {
        Path key = house.folder.resolve("data/tls/ca.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void plainHttpIsToldSoAndNothingElse() {
        Raw.Reply reply = Raw.ask(house.port, "GET / HTTP/1.1\r\nHost: " + own() + "\r\n\r\n");
        assertThat(reply.status()).isEqualTo(421);
        assertThat(reply.body()).contains("HTTPS only");
        assertThat(Raw.ask(house.port, "\0\1\2").status()).isEqualTo(421);
    }

    @Test
    void oldVersionsOfTlsAreRefused() throws Exception {
        try (SSLSocket socket = (SSLSocket) browser.context()
                .getSocketFactory()
                .createSocket(java.net.InetAddress.ofLiteral("127.0.0.1"), house.port)) {
            assertThat(List.of(socket.getSupportedProtocols())).contains("TLSv1.2");
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
            assertThat(socket.getSession().getCipherSuite()).contains("ECDHE").doesNotContain("CBC");
        }
        assertThat(helloOf((byte) 2)).as("an alert").isEqualTo((byte) 21);
    }

    /// The first byte of the answer to a hand-made hello that knows nothing newer than TLS 1.1.
    private static byte helloOf(byte minor) throws IOException {
        byte[] hello = new byte[50];
        byte[] head = {22, 3, 1, 0, 45, 1, 0, 0, 41, 3, minor};
        System.arraycopy(head, 0, hello, 0, head.length);
        int at = 11 + 32;
        byte[] tail = {0, 0, 2, (byte) 0xc0, 0x13, 1, 0};
        System.arraycopy(tail, 0, hello, at, tail.length);
        try (Raw raw = new Raw(house.port)) {
            byte[] answer = raw.send(hello).exactly(1);
            return answer.length == 0 ? 21 : answer[0];
        }
    }

    @Test
    void publicNameIsAnHttpsSite() throws Exception {
        try (SSLSocket socket = browser.connect(house.port, "home.example", "http/1.1");
                Raw raw = Raw.on(socket)) {
            Raw.Reply reply = raw.send("GET /auth/state HTTP/1.1\r\nHost: home.example\r\n\r\n")
                    .reply();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(Optional.of(reply.header("strict-transport-security"))).contains("max-age=31536000");
        }
    }
}
