package moltbot.guardian;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole guardian beside a proxy's files.
class ProxyGuardTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path temp;

    @Test
    void tripsForAWayToThePanelThatNobodyDeclaredAndForNoOther() throws Exception {
        try (GuardedHouse house = new GuardedHouse(temp)) {
            Path nginx = Files.createDirectories(temp.resolve("etc/nginx")).resolve("nginx.conf");
            write(nginx, "home.example", house.port());
            house.start(JsonObject.with("proxyFiles", temp.resolve("etc").toString())
                    .with("publicOrigin", "https://home.example")
                    .build());
            Await.until("a lease", SOON, () -> house.breaker().lock.fresh());
            Await.stays(
                    "no trip",
                    Duration.ofSeconds(2),
                    () -> house.breaker().trips.isEmpty());
            write(nginx, "home.example other.example", house.port());
            Await.until(
                    "a trip",
                    SOON,
                    () -> house.breaker().trips.stream().anyMatch(trip -> trip.startsWith("P1: nginx at *:443")));
        }
    }

    private static void write(Path file, String names, int port) throws Exception {
        Files.writeString(file, """
                http {
                  server { listen 443 ssl; server_name %s; location / { proxy_pass http://127.0.0.1:%d; } }
                  server { listen 80; server_name cloud.example; location / { proxy_pass http://127.0.0.1:1; } }
                }
                """.formatted(names, port));
    }
}
