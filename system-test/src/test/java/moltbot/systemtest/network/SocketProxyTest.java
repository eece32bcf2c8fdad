package moltbot.systemtest.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import moltbot.contract.json.JsonObject;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.TestHouse;
import moltbot.testing.Dockerd;
import moltbot.testing.Needed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// D6: programs that let containers use a real Docker, whose answers pass through them, beside a whole house.
@EnabledOnOs(OS.LINUX)
class SocketProxyTest extends Neighbourhood {
    private static final Duration AT_MOST = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(10);

    /// Passes everything on; or, where it is told to be narrow, answers 403 to all but what tells nothing.
    private static final String PROXY = """
            import socket, sys, threading
            narrow = sys.argv[1] == 'narrow'
            def serve(client):
                head = b''
                while b'\\r\\n\\r\\n' not in head:
                    more = client.recv(4096)
                    if not more:
                        return client.close()
                    head += more
                if narrow and head.split(b' ')[1] not in (b'/_ping', b'/version'):
                    client.sendall(b'HTTP/1.0 403 Forbidden\\r\\nContent-Length: 0\\r\\n\\r\\n')
                    return client.close()
                engine = socket.socket(socket.AF_UNIX)
                engine.connect('/engine.sock')
                engine.sendall(head.replace(b' HTTP/1.1', b' HTTP/1.0'))
                while data := engine.recv(65536):
                    client.sendall(data)
                client.close()
            listener = socket.create_server(('0.0.0.0', 2375))
            while True:
                threading.Thread(target=serve, args=(listener.accept()[0],)).start()
            """;

    @Test
    void oneThatShowsTooMuchTripsWhereItIsNearUs() throws Exception {
        Path image = TestHouse.CHECKOUT.resolve("target/images/sandbox.tar");
        Needed.that(Files.exists(image), "there is no " + image + "; scripts/test-setup makes it");
        try (Dockerd docker = Dockerd.withBridge(Files.createDirectories(folder.resolve("docker")), wire.enter())) {
            docker.docker("load", "-q", "-i", image.toString());
            docker.docker("tag", "moltbot-sandbox:bookworm-slim", "somebodys/docker-socket-proxy");
            docker.docker("network", "create", "elsewhere");
            try (TestHouse house = house("127.0.0.1:3000", "docker-socket: " + docker.socket() + "\n")) {
                docker.docker("run", "-d", "--label", "moltbot=1", "moltbot-sandbox:bookworm-slim", "sleep", "600");
                String narrow = proxy(docker, "bridge", "narrow");
                String far = proxy(docker, "elsewhere", "wide");
                Await.until(
                        "the one elsewhere is written down",
                        SOON,
                        () -> findings(house).contains("\"check\":\"D6\""));
                assertThat(findings(house).lines().filter(line -> line.contains("\"D6\"")))
                        .allSatisfy(line -> assertThat(line)
                                .contains("WARN", "/containers/json", far)
                                .doesNotContain(narrow));
                assertThat(house.breaker().text("state")).isEqualTo("CLOSED");

                String near = proxy(docker, "bridge", "wide");
                Duration took =
                        Await.until("the trip", SOON, () -> house.breaker().has("trip"));
                JsonObject trip = house.breaker().object("trip");
                assertThat(trip.text("check")).isEqualTo("D6");
                assertThat(trip.text("evidence")).contains(near, "/containers/json", "/images/json", "/info");
                assertThat(took).isLessThan(AT_MOST);
            }
        }
    }

    /// A proxy in a network; its name.
    private static String proxy(Dockerd docker, String network, String how) throws Exception {
        String name = how + "-" + network;
        docker.docker(
                "run",
                "-d",
                "--name",
                name,
                "--user",
                "0",
                "--network",
                network,
                "-v",
                docker.socket() + ":/engine.sock",
                "somebodys/docker-socket-proxy",
                "python3",
                "-c",
                PROXY,
                how);
        return name;
    }
}
