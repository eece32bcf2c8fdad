package moltbot.systemtest.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import moltbot.contract.json.JsonObject;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.TestHouse;
import moltbot.testing.Needed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// What neighbours get, and what the guardian finds among them: real programs, real addresses, a whole house.
@EnabledOnOs(OS.LINUX)
class NeighbourTest extends Neighbourhood {
    private static final String LISTEN = Namespace.HOUSE_ADDRESS + ":3000";
    private static final String LISTEN6 = "[2001:db8::2]:3000";
    private static final Duration SOON = Duration.ofSeconds(15);

    @Test
    void aForgottenSshForwardTrips() throws Exception {
        Needed.programs("ssh", "sshd", "ssh-keygen");
        sshd();
        try (TestHouse house = house("127.0.0.1:3000", "reset-dwell-seconds: 0\n")) {
            Process ssh = wire.start(
                    "ssh",
                    "-N",
                    "-F",
                    "none",
                    "-o",
                    "StrictHostKeyChecking=no",
                    "-o",
                    "UserKnownHostsFile=/dev/null",
                    "-i",
                    folder.resolve("key").toString(),
                    "-p",
                    "2222",
                    "-L",
                    "0.0.0.0:8022:127.0.0.1:3000",
                    "root@127.0.0.1");
            Await.until("the trip", SOON, () -> house.breaker().has("trip"));
            JsonObject trip = house.breaker().object("trip");
            assertThat(trip.text("check")).isEqualTo("L7");
            assertThat(trip.text("evidence")).contains(":8022").contains("ssh");
            assertThat(ssh.isAlive()).isTrue();
        }
    }

    private void sshd() throws Exception {
        for (String key : new String[] {"key", "host"}) {
            wire.here(
                    "ssh-keygen",
                    "-q",
                    "-t",
                    "ed25519",
                    "-N",
                    "",
                    "-f",
                    folder.resolve(key).toString());
        }
        Files.createDirectories(Path.of("/run/sshd"));
        Path config = Files.writeString(folder.resolve("sshd_config"), """
                Port 2222
                ListenAddress 127.0.0.1
                HostKey %1$s/host
                PidFile none
                AuthorizedKeysFile %1$s/key.pub
                StrictModes no
                UsePAM no
                PermitRootLogin prohibit-password
                """.formatted(folder));
        wire.start("/usr/sbin/sshd", "-D", "-e", "-f", config.toString());
    }

    @Test
    void aNeighbourOnTheListIsServedAndAnotherIsRefused() throws Exception {
        wire.there("ip", "addr", "add", "10.77.0.9/24", "dev", "up1");
        try (TestHouse house = house(LISTEN, """
                insecure-plain-http: true
                allowed-addresses: 10.77.0.1/32, 127.0.0.0/8, 10.77.0.2/32
                """)) {
            assertThat(from("10.77.0.1")).startsWith("HTTP/1.1 401");
            assertThat(from("10.77.0.9")).startsWith("HTTP/1.1 403").doesNotContainIgnoringCase("moltbot");
            assertThat(house.breaker().text("state")).isEqualTo("CLOSED");
        }
    }

    private String from(String address) throws Exception {
        return wire.asNeighbour("TCP:" + LISTEN + ",bind=" + address, LISTEN, false);
    }

    /// The guardian writes an IPv6 address as the breaker does: else each of its questions would be answered 421.
    @Test
    void anAddressOfTheWholeInternetThatWasNamedIsSaidAndTripsNothing() throws Exception {
        wire.here("ip", "-6", "addr", "add", "2001:db8::2/64", "dev", "up0", "nodad");
        wire.there("ip", "-6", "addr", "add", "2001:db8::1/64", "dev", "up1", "nodad");
        try (TestHouse house = house(LISTEN6, """
                insecure-plain-http: true
                allowed-addresses: 2001:db8::/64, 127.0.0.0/8
                """)) {
            assertThat(wire.asNeighbour("TCP6:" + LISTEN6, LISTEN6, false)).startsWith("HTTP/1.1 401");
            Await.until("it is said", SOON, () -> findings(house).contains("\"check\":\"N2\""));
            assertThat(findings(house).lines().filter(line -> line.contains("\"check\":\"N2\"")))
                    .allMatch(line -> line.contains("\"action\":\"WARN\"") && line.contains(LISTEN6));
            assertThat(house.breaker().has("trip")).as(findings(house)).isFalse();
            assertThat(house.breaker().text("state")).isEqualTo("CLOSED");
        }
    }

    @Test
    void aRouterThatOpensPortsForWhoeverAsksIsSaid() throws Exception {
        Path router = Files.writeString(folder.resolve("router.py"), ROUTER);
        wire.startThere("python3", router.toString());
        try (TestHouse house = house(LISTEN, """
                insecure-plain-http: true
                allowed-addresses: 10.77.0.0/24, 127.0.0.0/8
                """)) {
            Await.until("it is said", TestHouse.PATIENCE, () -> findings(house).contains("\"check\":\"N6\""));
            assertThat(findings(house)).contains("10.77.0.1").doesNotContain("\"action\":\"TRIP\"");
            assertThat(house.breaker().has("trip")).isFalse();
        }
    }

    /// NAT-PMP to the byte (RFC 6886 §3.2): answers a request for the external address with 12 bytes.
    private static final String ROUTER = """
            import socket, struct
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.bind(('10.77.0.1', 5351))
            while True:
                data, peer = s.recvfrom(1100)
                if data == bytes([0, 0]):
                    s.sendto(struct.pack('!BBHI4s', 0, 128, 0, 4711, socket.inet_aton('192.0.2.7')), peer)
            """;
}
