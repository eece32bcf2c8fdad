package moltbot.gateway.egress.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moltbot.gateway.vault.SecretAccess;
import moltbot.gateway.vault.Vault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Servers that another one named, over real TLS.
@Timeout(60)
final class InquirerTest {
    @TempDir
    Path folder;

    private Vault vault;
    private Village village;
    private Inquirer inquirer;

    @BeforeEach
    void build() {
        vault = Vault.open(folder.resolve("vault"), Optional.empty());
        village = new Village(folder);
        inquirer = new Inquirer(List.of(), vault.access(), village, Duration.ofSeconds(10));
    }

    @AfterEach
    void tearDown() throws Exception {
        inquirer.close();
        village.close();
    }

    private static String answer(String head, String body) {
        return "HTTP/1.1 " + head + "\r\ncontent-length: " + body.length() + "\r\nconnection: close\r\n\r\n" + body;
    }

    @Test
    void asksOverTlsWithoutCookiesAndSendsKeysInTheFormAlone() throws Exception {
        village.serve("auth.example", 443, _ -> answer("200 OK", "{}"));
        vault.set("task-client", "key/of+the=client");
        vault.grant(
                "wiki",
                moltbot.contract.json.JsonObject.EMPTY,
                Map.of("refresh", "refresh-token-1"),
                java.util.Set.of());

        assertThat(inquirer.get(URI.create("https://auth.example/d?x=1")).status())
                .isEqualTo(200);
        inquirer.post(
                URI.create("https://auth.example/token"),
                new Inquirer.Form(
                        Map.of("a", "b c"),
                        Map.of("refresh_token", vault.granted("wiki", "refresh").orElseThrow()),
                        Map.of("cl:ient", vault.find("task-client").orElseThrow())));

        List<String> heard = village.heardNow("auth.example");
        assertThat(heard.getFirst())
                .startsWith("GET /d?x=1 HTTP/1.1\r\nhost: auth.example\r\n")
                .doesNotContainIgnoringCase("cookie");
        String basic = java.util.Base64.getEncoder()
                .encodeToString("cl%3Aient:key%2Fof%2Bthe%3Dclient".getBytes(StandardCharsets.UTF_8));
        assertThat(heard.get(1))
                .startsWith("POST /token HTTP/1.1\r\n")
                .contains("authorization: Basic " + basic + "\r\n")
                .endsWith("\r\n\r\na=b+c&refresh_token=refresh-token-1");
    }

    @Test
    void connectsToNoPrivateAddressWhateverItsNameIs() {
        SecretAccess access = vault.access();
        try (Inquirer real = new Inquirer(
                List.of(),
                access,
                new PublicDialer(_ -> new InetAddress[] {InetAddress.ofLiteral("10.1.2.3")}),
                Duration.ofSeconds(5))) {
            assertThatThrownBy(() -> real.get(URI.create("https://auth.example/")))
                    .hasMessageContaining("not a server of the internet");
        }
    }

    @Test
    void waitsForNobodyWithoutEnd() throws Exception {
        // It never comes to the end of what it is told first.
        village.servePlainly("slow.example", 443, _ -> "");
        try (Inquirer hasty = new Inquirer(List.of(), vault.access(), village, Duration.ofMillis(300))) {
            assertThatThrownBy(() -> hasty.get(URI.create("https://slow.example/")))
                    .hasMessageContaining("took too long");
        }
    }

    @Test
    void asksNobodyWhoIsNotTheHostByTheirCertificate() throws Exception {
        village.serve("other.example", 443, _ -> answer("200 OK", "{}"));
        assertThatThrownBy(() -> inquirer.get(URI.create("https://auth.example/")))
                .hasMessageContaining("Nobody answers");
    }
}
