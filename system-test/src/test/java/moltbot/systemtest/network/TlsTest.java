package moltbot.systemtest.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// A house that speaks TLS itself, with all its walls up, and a neighbour who comes with curl and openssl.
@EnabledOnOs(OS.LINUX)
class TlsTest extends Neighbourhood {
    private static final String LISTEN = Namespace.HOUSE_ADDRESS + ":8443";
    private static final String NEIGHBOURS = "allowed-addresses: 10.77.0.0/24, 127.0.0.0/8\n";

    @Test
    void itsOwnAuthorityLetsANeighbourInOverHttp2AndATripClosesTheDoor() throws Exception {
        try (TestHouse house = house(LISTEN, NEIGHBOURS + "tls:\n  local-ca: true\n")) {
            Path authority = folder.resolve("authority.pem");
            TestHouse.Ran exported = house.run("certificate", "--export", authority.toString());
            assertThat(exported.exit()).as(exported.err()).isZero();
            assertThat(exported.err()).contains("SHA-256").contains("iPhone");
            assertThat(house.run("certificate", "--export", authority.toString())
                            .err())
                    .contains("already there");

            assertThat(curl("--cacert", authority.toString(), "--http2", "https://" + LISTEN + "/sign-in"))
                    .isEqualTo("2 200 0");
            assertThat(curl("https://" + LISTEN + "/sign-in"))
                    .as("nobody vouches for it")
                    .endsWith(" 60");
            assertThat(curl("--cacert", authority.toString(), "--tls-max", "1.1", "https://" + LISTEN))
                    .endsWith(" 35");
            assertThat(curl("http://" + LISTEN + "/")).isEqualTo("1.1 421 0");
            assertThat(askForAnotherHandshake()).contains("RENEGOTIATING").contains("alert handshake failure");

            assertThat(house.breaker().text("state")).isEqualTo("CLOSED");
            assertThat(house.run("guardian", "report").out())
                    .containsPattern("✓ T1 ")
                    .containsPattern("✓ H10 ");
            house.run("trip", "--hide", "--reason", "a test");
            Await.until(
                    "the door to be closed",
                    TestHouse.PATIENCE,
                    () -> curl("--insecure", "https://" + LISTEN).endsWith(" 7"));
        }
    }

    @Test
    void aRenewedCertificateIsUsedWithoutARestart() throws Exception {
        Path own = Files.createDirectory(folder.resolve("own"));
        Path first = certificate(own, "first");
        Path second = certificate(own, "second");
        install(own, "first");
        String settings = NEIGHBOURS + "tls:\n  certificate: " + own.resolve("fullchain.pem") + "\n  key: "
                + own.resolve("privkey.pem") + "\n";
        try (TestHouse house = house(LISTEN, settings)) {
            long breaker = house.process("breaker").orElseThrow().pid();
            assertThat(curl("--cacert", first.toString(), "https://" + LISTEN + "/sign-in"))
                    .isEqualTo("2 200 0");
            assertThat(house.run("certificate").out()).contains("your own");

            Files.writeString(own.resolve("fullchain.pem"), "not a certificate");
            install(own, "second");
            Await.until(
                    "the new certificate",
                    Duration.ofSeconds(20),
                    () -> curl("--cacert", second.toString(), "https://" + LISTEN + "/sign-in")
                            .equals("2 200 0"));
            assertThat(house.process("breaker").orElseThrow().pid()).isEqualTo(breaker);
            assertThat(house.breaker().text("state")).isEqualTo("CLOSED");
        }
    }

    /// Version, status and curl's own exit code, as the neighbour sees them.
    private String curl(String... arguments) throws IOException {
        return wire.there(
                "sh",
                "-c",
                "curl -sS -m 9 -o /dev/null -w '%{http_version} %{http_code}' " + String.join(" ", arguments)
                        + " 2>/dev/null; printf ' %d' $?");
    }

    /// What openssl prints when it asks for a second handshake; its input stays open, so that it waits for the answer.
    private String askForAnotherHandshake() throws IOException {
        String input = folder.resolve("input").toString();
        return wire.there(
                "sh",
                "-c",
                "mkfifo " + input + "; exec 3<>" + input + "; echo R >&3; timeout 9 openssl s_client -connect " + LISTEN
                        + " -tls1_2 -legacy_renegotiation <&3 2>&1 || true");
    }

    private Path certificate(Path own, String name) throws IOException {
        Path made = own.resolve(name + ".pem");
        wire.here(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                "/CN=" + name,
                "-addext",
                "subjectAltName=IP:" + Namespace.HOUSE_ADDRESS,
                "-days",
                "90",
                "-keyout",
                own.resolve(name + ".key").toString(),
                "-out",
                made.toString());
        return made;
    }

    private static void install(Path own, String name) throws IOException {
        Path key = own.resolve(name + ".key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.move(key, own.resolve("privkey.pem"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(own.resolve(name + ".pem"), own.resolve("fullchain.pem"), StandardCopyOption.REPLACE_EXISTING);
    }
}
