package moltbot.guardian.observe.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import moltbot.guardian.Await;
import moltbot.guardian.Dripper;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.Listener;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.proxy.ProxyConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyFilesTest {
    private static final Endpoint PANEL = new Endpoint(IpAddress.of(InetAddress.ofLiteral("127.0.0.1")), 3000);

    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:3000, true",
        "http://localhost:3000/x, true",
        "HTTP://LOCALHOST:3000, true",
        "[::1]:3000, true",
        "h2c://0.0.0.0:3000, true",
        "moltbot:3000, true",
        "host.docker.internal:3000, true",
        ":3000, true",
        "http://127.0.0.1:3001, false",
        "http://127.0.0.1, false",
        "http://192.168.1.9:3000, false",
        "unix:/run/x.sock, false",
        "$backend, false",
        "'', false",
    })
    void knowsThePanelByItsAddress(String target, boolean panel) {
        assertThat(new Targets(Set.of(PANEL)).isPanel(target)).isEqualTo(panel);
    }

    @Test
    void readsTraefiksYamlAndToml() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("traefik"));
        Files.createDirectories(folder.resolve("dynamic"));
        Files.writeString(folder.resolve("traefik.yml"), """
                api:
                  insecure: true
                entryPoints:
                  web:
                    address: ":443"
                    forwardedHeaders:
                      insecure: true # everybody
                """);
        Files.writeString(folder.resolve("dynamic/panel.yaml"), """
                http:
                  services:
                    panel:
                      loadBalancer:
                        servers:
                          - url: "http://127.0.0.1:3000"
                """);
        Files.writeString(folder.resolve("other.toml"), """
                [http.services.x.loadBalancer]
                  [[http.services.x.loadBalancer.servers]]
                    url = "http://localhost:3000/"
                [entryPoints.web.forwardedHeaders]
                  trustedIPs = ["10.0.0.0/8", "0.0.0.0/0"]
                """);
        ProxyConfig seen = look();
        assertThat(seen.routes()).hasSize(2).allMatch(route -> route.proxy().equals("traefik"));
        assertThat(seen.trusts()).hasSize(2).allMatch(ProxyConfig.Trust::toUs);
    }

    @Test
    void doesNotTakeTheOwnersOtherSitesForOurs() throws IOException {
        Files.writeString(Files.createDirectories(temp.resolve("nginx")).resolve("nginx.conf"), """
                http { server { listen 80; location / { proxy_pass http://127.0.0.1:8080; } }
                       server { listen 443 ssl; root /srv; } }
                """);
        Files.writeString(Files.createDirectories(temp.resolve("caddy")).resolve("Caddyfile"), """
                :80 {
                	root * /usr/share/caddy
                	file_server
                }
                """);
        assertThat(look().routes()).isEmpty();
        assertThat(look().trusts()).isEmpty();
    }

    @Test
    void readsCaddysJson() throws IOException {
        Files.writeString(Files.createDirectories(temp.resolve("caddy")).resolve("Caddyfile"), """
                {"admin":{"listen":"0.0.0.0:2020"},"apps":{"http":{"servers":{"s":{"listen":[":443"],
                "trusted_proxies":{"source":"static","ranges":["0.0.0.0/0"]},
                "routes":[{"handle":[{"handler":"reverse_proxy","upstreams":[{"dial":"localhost:3000"}]}]}]}}}}}
                """);
        ProxyConfig seen = look();
        assertThat(seen.routes()).hasSize(1);
        assertThat(seen.trusts()).hasSize(1);
    }

    @Test
    void saysWhatItCannotRead() throws IOException {
        Path file = Files.createDirectories(temp.resolve("nginx")).resolve("nginx.conf");
        Files.write(file, new byte[(1 << 20) + 1]);
        assertThat(look().unreadable())
                .singleElement()
                .satisfies(said -> assertThat(said).startsWith(file.toString()));
    }

    @Test
    void outlivesWhateverStandsInTheFiles() throws IOException {
        Random random = new Random(7);
        String parts =
                "{}{};;\"'`#\n\n  \\ server listen proxy_pass http://127.0.0.1:3000 reverse_proxy include url: [a] - x=y {$A}";
        Path nginx = Files.createDirectories(temp.resolve("nginx")).resolve("nginx.conf");
        Path caddy = Files.createDirectories(temp.resolve("caddy")).resolve("Caddyfile");
        Path traefik = Files.createDirectories(temp.resolve("traefik")).resolve("t.yml");
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(60); j > 0; j--) {
                int from = random.nextInt(parts.length());
                text.append(parts, from, Math.min(parts.length(), from + 1 + random.nextInt(12)));
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            Files.write(nginx, bytes);
            Files.write(caddy, bytes);
            Files.write(traefik, bytes);
            assertThat(look()).isNotNull();
        }
        Files.writeString(nginx, "a { ".repeat(100_000));
        assertThat(look().routes()).isEmpty();
    }

    /// It would make the look too old, and so hold the house.
    @Test
    void whoAnswersForEverIsNoOpenDoorAndHoldsNothingUp() throws IOException {
        try (Dripper dripper = new Dripper("HTTP/1.1 200 OK\r\n\r\n\"a\"")) {
            Files.writeString(
                    Files.createDirectories(temp.resolve("caddy")).resolve("Caddyfile"),
                    "{\"admin\":{\"listen\":\"0.0.0.0:" + dripper.port() + "\"}}");
            Listener wide = new Listener(new Endpoint(IpAddress.ANY_V4, dripper.port()), 1000, 5);
            ProxyObserver observer = new ProxyObserver(
                    ProxyObserver.Places.below(temp),
                    Set.of(PANEL),
                    () -> new Listeners(List.of(), List.of(wide), List.of()),
                    List::of);
            Observation<ProxyConfig> seen = assertTimeoutPreemptively(Duration.ofSeconds(8), () -> observer.observe());
            assertThat(((Observation.Seen<ProxyConfig>) seen).fact().admins()).isEmpty();
            // Guardians of other houses on this machine may be dripped on at the same time.
            Await.until("it was asked and hung up on", Duration.ofSeconds(5), () -> dripper.ended.get() > 0);
        }
    }

    private ProxyConfig look() {
        ProxyObserver observer =
                new ProxyObserver(ProxyObserver.Places.below(temp), Set.of(PANEL), () -> Listeners.NONE, List::of);
        return ((Observation.Seen<ProxyConfig>) observer.observe()).fact();
    }
}
