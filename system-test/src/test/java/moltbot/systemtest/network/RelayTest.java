package moltbot.systemtest.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import moltbot.contract.json.JsonObject;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.TestHouse;
import moltbot.testing.SelfSigned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Other programs of the owner's on the same machine, with a neighbour on the wire: the whole house, the real breaker
/// and guardian, real relays.
@EnabledOnOs(OS.LINUX)
class RelayTest extends Neighbourhood {
    private static final String PANEL = "127.0.0.1:3000";
    private static final String TO_PANEL = "TCP:" + PANEL;
    private static final Duration AT_MOST = Duration.ofSeconds(2);

    @Test
    void everyKindOfRelayTripsWithinTwoSeconds() throws Exception {
        Path pem = SelfSigned.pem(folder);
        Map<String, String[]> relays = new LinkedHashMap<>();
        relays.put("socat on every address", new String[] {"socat", "TCP-LISTEN:8001,fork,reuseaddr", TO_PANEL});
        relays.put(
                "socat on one address",
                new String[] {"socat", "TCP-LISTEN:8002,bind=10.77.0.2,fork,reuseaddr", TO_PANEL});
        relays.put("socat on IPv6", new String[] {"socat", "TCP6-LISTEN:8003,ipv6only=1,fork,reuseaddr", TO_PANEL});
        relays.put(
                "socat with TLS",
                new String[] {"socat", "OPENSSL-LISTEN:8004,fork,reuseaddr,verify=0,cert=" + pem, TO_PANEL});
        relays.put("nginx", nginx(8005, "proxy_pass http://" + PANEL + ";"));
        relays.put(
                "nginx that hides where it leads",
                nginx(
                        8006,
                        "rewrite ^ / break; proxy_set_header Host localhost:3000; proxy_http_version 1.1;"
                                + " proxy_hide_header Location; proxy_pass http://" + PANEL + ";"));
        try (TestHouse house = house(PANEL, "reset-dwell-seconds: 0\n")) {
            for (Map.Entry<String, String[]> relay : relays.entrySet()) {
                Process process = wire.start(relay.getValue());
                Duration took = Await.until(
                        relay.getKey(),
                        Duration.ofSeconds(8),
                        () -> house.breaker().has("trip"));
                JsonObject trip = house.breaker().object("trip");
                System.out.println(relay.getKey() + ": tripped after " + took.toMillis() + " ms");
                assertThat(trip.text("check")).as(relay.getKey()).isEqualTo("L7");
                assertThat(took).as(relay.getKey()).isLessThan(AT_MOST);
                Namespace.end(process);
                reset(house, trip.text("id"));
            }
        }
    }

    @Test
    void aNeighbourReallyGetsInByARelayUntilItTrips() throws Exception {
        try (TestHouse house = house(PANEL, "declared-relays: \"*:8001\"\n")) {
            wire.start("socat", "TCP-LISTEN:8001,fork,reuseaddr", TO_PANEL);
            Await.until(
                    "the relay",
                    Duration.ofSeconds(5),
                    () -> wire.asNeighbour("10.77.0.2:8001", PANEL).startsWith("HTTP/1.1 401"));
            long epoch = house.breaker().number("epoch");
            long before = System.nanoTime();
            Await.until(
                    "it is declared",
                    Duration.ofSeconds(9),
                    () -> System.nanoTime() - before > Duration.ofSeconds(5).toNanos());
            assertThat(house.breaker().number("epoch")).isEqualTo(epoch);
            assertThat(house.breaker().text("state")).isEqualTo("CLOSED");
        }
    }

    @Test
    void twoHundredBenignChangesTripNothing() throws Exception {
        Path script = Files.writeString(folder.resolve("busy.py"), BUSY);
        try (TestHouse house = house(PANEL, "")) {
            long epoch = house.breaker().number("epoch");
            Process elsewhere = wire.start(nginx(8010, "proxy_pass http://127.0.0.1:8011;"));
            wire.start("python3", "-m", "http.server", "8011", "--bind", "0.0.0.0");
            Process busy = wire.start("python3", script.toString());
            Await.until("two hundred changes", Duration.ofMinutes(2), () -> !busy.isAlive());
            assertThat(busy.exitValue()).isZero();
            Namespace.end(elsewhere);
            assertThat(house.breaker().has("trip")).isFalse();
            assertThat(house.breaker().number("epoch")).isEqualTo(epoch);
            assertThat(house.breaker().text("state")).isEqualTo("CLOSED");
            Path findings = house.data().resolve("guardian/findings.jsonl");
            assertThat(Files.exists(findings) ? Files.readAllLines(findings) : List.<String>of())
                    .allMatch(line -> line.contains("\"action\":\"WARN\""));
        }
    }

    @Test
    void aTunnelTrips() throws Exception {
        Path tunnel = Files.copy(Path.of("/usr/bin/socat"), folder.resolve("cloudflared"));
        try (TestHouse house = house(PANEL, "")) {
            wire.start(tunnel.toString(), TO_PANEL, "EXEC:sleep 60");
            Await.until("the trip", Duration.ofSeconds(8), () -> house.breaker().has("trip"));
            assertThat(house.breaker().object("trip").text("check")).isEqualTo("N7");
            assertThat(house.breaker().object("trip").text("evidence")).contains("cloudflared");
        }
    }

    @Test
    void neighboursThatMayReachLoopbackTrip() throws Exception {
        try (TestHouse house = house(PANEL, "")) {
            wire.here("sysctl", "-w", "net.ipv4.ip_forward=1");
            wire.here("ip", "link", "add", "br-1", "type", "bridge");
            wire.here("ip", "link", "set", "br-1", "up");
            wire.here("sysctl", "-w", "net.ipv4.conf.br-1.route_localnet=1");
            long before = System.nanoTime();
            Await.until(
                    "what Docker does is no trip",
                    Duration.ofSeconds(20),
                    () -> System.nanoTime() - before > Duration.ofSeconds(8).toNanos());
            assertThat(house.breaker().has("trip")).isFalse();
            wire.here("sysctl", "-w", "net.ipv4.conf.up0.route_localnet=1");
            Await.until("the trip", Duration.ofSeconds(9), () -> house.breaker().has("trip"));
            assertThat(house.breaker().object("trip").text("check")).isEqualTo("N3");
        }
    }

    private static void reset(TestHouse house, String id) {
        Await.until(
                "the reset", TestHouse.PATIENCE, () -> house.run("reset", id).exit() == 0);
        house.awaitState("CLOSED");
    }

    private String[] nginx(int port, String location) throws Exception {
        Path config =
                Files.writeString(folder.resolve("nginx-" + port + ".conf"), """
                daemon off; pid %1$s/nginx-%2$d.pid; error_log stderr; worker_processes 1;
                events {}
                http { access_log off; client_body_temp_path %1$s/b; proxy_temp_path %1$s/p;
                fastcgi_temp_path %1$s/f; uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
                server { listen 0.0.0.0:%2$d; location / { %3$s } } }
                """.formatted(folder, port, location));
        return new String[] {"nginx", "-p", folder.toString(), "-c", config.toString()};
    }

    /// An owner's busy machine: two hundred listeners come and go on every network, some silent, some that speak first,
    /// web servers, relays to elsewhere, a printer's port, and interfaces of containers.
    private static final String BUSY = """
            import os, random, socket, subprocess, threading, time
            random.seed(7)
            def serve(listener, kind):
                while True:
                    try:
                        one, _ = listener.accept()
                    except OSError:
                        return
                    threading.Thread(target=answer, args=(one, kind), daemon=True).start()
            def answer(one, kind):
                try:
                    one.settimeout(5)
                    if kind == 'first':
                        one.sendall(b'SSH-2.0-Example\\r\\n')
                    if kind == 'web':
                        one.recv(4096)
                        one.sendall(b'HTTP/1.1 303 See Other\\r\\nLocation: /sign-in\\r\\nContent-Length: 0\\r\\n\\r\\n')
                    if kind == 'rude':
                        one.close()
                    if kind == 'elsewhere':
                        to = socket.create_connection(('127.0.0.1', 8011), 5)
                        to.sendall(one.recv(4096))
                        one.sendall(to.recv(4096))
                        to.close()
                    if kind == 'silent' or kind == 'printer':
                        if one.recv(4096) and kind == 'printer':
                            os._exit(9)
                    one.close()
                except OSError:
                    pass
            kinds = ['silent', 'first', 'web', 'rude', 'elsewhere', 'printer']
            open_ones = []
            for i in range(200):
                kind = kinds[i % len(kinds)]
                listener = socket.socket(socket.AF_INET6 if i % 5 == 0 else socket.AF_INET)
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                where = '::' if i % 5 == 0 else ('10.77.0.2' if i % 2 else '0.0.0.0')
                try:
                    listener.bind((where, 9100 if kind == 'printer' else 0))
                except OSError:
                    kind = 'silent'
                    listener.bind((where, 0))
                listener.listen(5)
                threading.Thread(target=serve, args=(listener, kind), daemon=True).start()
                open_ones.append(listener)
                if i % 20 == 0:
                    subprocess.run(['ip', 'link', 'add', f'br-{i}', 'type', 'bridge'], check=True)
                    subprocess.run(['ip', 'addr', 'add', f'172.18.{i}.1/24', 'dev', f'br-{i}'], check=True)
                    subprocess.run(['ip', 'link', 'set', f'br-{i}', 'up'], check=True)
                if len(open_ones) > 8:
                    open_ones.pop(random.randrange(len(open_ones))).close()
                time.sleep(0.15)
            time.sleep(3)
            """;
}
