package moltbot.guardian;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The whole guardian beside a real Docker: what engines do with us trips, what they do with others never.
class DockerGuardTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir(cleanup = CleanupMode.NEVER)
    Path temp;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private @Nullable GuardedHouse guarded;

    @AfterEach
    void endAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        new ProcessBuilder("rm", "-rf", temp.toString()).start().waitFor();
    }

    @Test
    void tripsForWhatAnEngineDoesWithUsAndNeverForTheOwnersOthers() throws Exception {
        Dockerd docker = opened(Dockerd.withBridge(Files.createDirectories(temp.resolve("d"))));
        startGuardian(docker.socket());
        Await.until("a lease", SOON, () -> breaker().lock.fresh());
        String socket = docker.socket().toString();
        docker.run("--name", "web", "-p", "8080:80", "-p", "127.0.0.1:8081:81");
        docker.run("--name", "portainer", "-v", socket + ":/var/run/docker.sock:ro", "-p", "9443:9443");
        docker.run("--name", "big", "--privileged", "--pid", "host", "--network", "host", "-v", "/etc:/host");
        Await.until(
                "the guardian says whose socket is used", SOON, () -> history().contains("portainer"));
        Await.stays("no trip", Duration.ofSeconds(2), () -> breaker().trips.isEmpty());

        trips(docker, "D1: ", "--label", "moltbot=1", "-p", "3000:3000");
        trips(docker, "D1: ", "--label", "moltbot.sandbox=1", "-p", "127.0.0.1:3001:3001");
        trips(docker, "D2: ", "--label", "moltbot=1", "-p", "127.0.0.1:3002:3000");
        trips(docker, "D3: ", "--label", "moltbot=1", "-v", socket + ":/var/run/docker.sock:ro");
        trips(docker, "D3: ", "--label", "moltbot=1", "-v", docker.socket().getParent() + ":/x");
        trips(docker, "D5: ", "--label", "moltbot.sandbox=1", "--privileged");
        trips(docker, "D5: ", "--label", "moltbot.sandbox=1", "--network", "host");
        trips(docker, "D5: ", "--label", "moltbot.sandbox=1", "--pid", "host");
        trips(docker, "D5: ", "--label", "moltbot.sandbox=1", "--ipc", "host");
        trips(docker, "D5: ", "--label", "moltbot.sandbox=1", "--uts", "host");
        trips(docker, "D5: ", "--label", "moltbot.sandbox=1", "--cap-add", "SYS_ADMIN");
        trips(docker, "D5: ", "--label", "moltbot.sandbox=1", "--security-opt", "seccomp=unconfined");
        trips(docker, "D5: ", "--label", "moltbot.sandbox=1", "--device", "/dev/null:/dev/x");
        trips(docker, "D5: ", "--label", "moltbot.sandbox=1", "-v", "/etc/hostname:/x:ro");
        assertThat(history()).contains("\"check\":\"D7\"");

        String server = "traefik.http.services.chat.loadbalancer.server.url=http://host.docker.internal:";
        docker.run("--label", server + guarded().port());
        Await.until("a trip", SOON, () -> breaker().trips.stream().anyMatch(trip -> trip.startsWith("P1: ")));
    }

    @Test
    void tripsForAnEngineThatTakesOrdersByTcp() throws Exception {
        Dockerd docker = Dockerd.withoutNetwork(
                Files.createDirectories(temp.resolve("d")), "-H", "tcp://127.0.0.1:" + GuardedHouse.freePort());
        opened(docker);
        startGuardian(docker.socket());
        Await.until("a trip", SOON, () -> breaker().trips.stream().anyMatch(trip -> trip.startsWith("D4: ")));
    }

    /// The trip comes within two seconds of the container's start, and ends with it.
    private void trips(Dockerd docker, String check, String... options) throws Exception {
        breaker().trips.clear();
        String id = docker.run(options);
        long started = System.nanoTime();
        Await.until(
                String.join(" ", options) + " trips",
                SOON,
                () -> breaker().trips.stream().anyMatch(trip -> trip.startsWith(check)));
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
        assertThat(breaker().trips).allMatch(trip -> trip.startsWith(check));
        docker.remove(id);
        Await.until("a lease again", SOON, () -> {
            breaker().trip.set(JsonValue.NULL);
            return breaker().lock.fresh();
        });
    }

    private String history() {
        return guarded().history();
    }

    private LockStandIn breaker() {
        return guarded().breaker();
    }

    private GuardedHouse guarded() {
        return Objects.requireNonNull(guarded);
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.push(one);
        return one;
    }

    private void startGuardian(Path engine) throws Exception {
        guarded = opened(new GuardedHouse(temp));
        guarded.start(JsonObject.with("dockerSocket", engine.toString()).build());
    }
}
