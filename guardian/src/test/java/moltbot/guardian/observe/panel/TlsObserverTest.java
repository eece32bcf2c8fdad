package moltbot.guardian.observe.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import moltbot.guardian.Await;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.panel.Kind;
import moltbot.guardian.fact.panel.Secured;
import moltbot.guardian.fact.panel.Trial;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.panel.Certificate;
import moltbot.testing.Needed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Real TLS, with certificates made for each test.
class TlsObserverTest {
    private static final String SECRET = "secret";

    @TempDir
    Path temp;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @AfterEach
    void endAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-1d, 90, 'ip:127.0.0.1', ''",
        "-1d, 90, 'dns:localhost', ''",
        "-1d, 90, 'dns:home.example', ''",
        "-1d, 90, 'dns:*.example', ''",
        "-1d, 90, 'dns:other.example', 'TRIP is for other names.'",
        "-20d, 10, 'ip:127.0.0.1', 'TRIP has ended.'",
        "+2d, 90, 'ip:127.0.0.1', 'TRIP does not hold yet.'",
        "-1d, 9, 'ip:127.0.0.1', 'WARN ends soon.'",
    })
    void judgesTheCertificateThatIsShown(String from, String days, String name, String found) throws Exception {
        Endpoint place = serve(keys(from, days, name));
        assertThat(findings(place))
                .isEqualTo(found.isEmpty() ? "" : found.replaceFirst(" ", " The panel's certificate "));
    }

    @Test
    void asksAPanelBehindTlsAsItAsksAnyOther() throws Exception {
        Endpoint place = serve(keys("-1d", "90", "ip:127.0.0.1"));
        Panel panel = new Panel(() -> Set.of(place), OwnPages.USUAL, "canary-canary");
        List<Trial> trials =
                ((Observation.Seen<List<Trial>>) panel.questions(40).observe()).fact();
        assertThat(trials).isNotEmpty();
        assertThat(trials)
                .filteredOn(trial -> trial.kind() != Kind.PLAIN)
                .allSatisfy(
                        trial -> assertThat(trial.told()).contains("https://").contains("answered 401"));
    }

    @ParameterizedTest
    @CsvSource({"-tls1, TLS 1.0", "-tls1_1, TLS 1.1", "-tls1_2, ''", "-tls1_3, ''"})
    void findsAVersionThatIsNotSecretAnyMore(String version, String outdated) throws Exception {
        Path pem = temp.resolve("keys.pem");
        run(
                "openssl",
                "pkcs12",
                "-in",
                keys("-1d", "90", "ip:127.0.0.1").toString(),
                "-nodes",
                "-passin",
                "pass:" + SECRET,
                "-out",
                pem.toString());
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        Process server = new ProcessBuilder(
                        "openssl",
                        "s_server",
                        "-accept",
                        "127.0.0.1:" + port,
                        "-cert",
                        pem.toString(),
                        "-key",
                        pem.toString(),
                        version,
                        "-cipher",
                        "ALL:@SECLEVEL=0",
                        "-quiet")
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("out").toFile())
                .start();
        open.push(server::destroyForcibly);
        Endpoint place = new Endpoint(IpAddress.of(InetAddress.ofLiteral("127.0.0.1")), port);
        Await.until("it listens", Duration.ofSeconds(10), () -> Hello.spoken(place));
        boolean old = Hello.chosen(place, Hello.TLS_1_0).isPresent()
                || Hello.chosen(place, Hello.TLS_1_1).isPresent();
        assertThat(old).isEqualTo(!outdated.isEmpty());
        Secured secured = new Secured(
                place,
                List.of("127.0.0.1"),
                Clock.systemUTC().instant().minusSeconds(9),
                Clock.systemUTC().instant().plusSeconds(99_999_999),
                Clock.systemUTC().instant(),
                old ? List.of(outdated) : List.of());
        assertThat(new Certificate(List.of()).judge(List.of(secured))).hasSize(old ? 1 : 0);
    }

    private static String findings(Endpoint place) {
        Panel panel = new Panel(() -> Set.of(place), OwnPages.USUAL, "canary-canary");
        Observation<List<Secured>> seen = panel.tls(Clock.systemUTC()).observe();
        List<Finding> findings =
                new Certificate(List.of("https://home.example")).judge(((Observation.Seen<List<Secured>>) seen).fact());
        return findings.stream()
                .map(finding -> finding.action() + " " + finding.reason())
                .collect(Collectors.joining("; "));
    }

    private Path keys(String from, String days, String name) throws Exception {
        Path file = temp.resolve("keys.p12");
        run(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "panel",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=panel",
                "-startdate",
                from,
                "-validity",
                days,
                "-ext",
                "san=" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                SECRET);
        return file;
    }

    private static void run(String... command) throws Exception {
        Needed.programs(command[0]);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }

    /// Answers 401 to everything.
    private Endpoint serve(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, SECRET.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, SECRET.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        ServerSocket server =
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        open.push(server);
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket one = server.accept();
                    Thread.ofVirtual().start(() -> answer(one));
                } catch (IOException e) {
                    return;
                }
            }
        });
        return new Endpoint(IpAddress.of(server.getInetAddress()), server.getLocalPort());
    }

    private static void answer(Socket one) {
        try (one) {
            one.getInputStream().read(new byte[8192]);
            one.getOutputStream()
                    .write("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            assertThat(e).isNotNull();
        }
    }
}
