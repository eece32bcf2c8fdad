package moltbot.guardian.observe.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import moltbot.guardian.Await;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.network.Program;
import moltbot.guardian.fact.network.Tunnel;
import moltbot.guardian.judge.network.DeclaredRelays;
import moltbot.guardian.judge.network.UndeclaredTunnel;
import moltbot.guardian.observe.network.TunnelObserver.Candidate;
import moltbot.testing.Needed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TunnelObserverTest {
    private static final Endpoint PANEL = new Endpoint(IpAddress.v4(0x7f000001), 3000);

    @TempDir
    Path folder;

    @Test
    void knowsByTheirArgumentsWhereTunnelsLead() {
        for (String line : List.of(
                "cloudflared tunnel --url http://localhost:3000",
                "ngrok http 3000",
                "ngrok http 127.0.0.1:3000 --log stdout",
                "bore local 3000 --to bore.example",
                "ssh -N -R 80:localhost:3000 example",
                "ssh -R80:127.0.0.1:3000 example",
                "node /usr/lib/node_modules/localtunnel/bin/lt --port 3000",
                "zrok share public localhost:3000/x")) {
            assertThat(tunnels(line)).as(line).hasSize(1);
        }
    }

    @Test
    void leavesOtherProgramsAndOtherPortsAlone() {
        for (String line : List.of(
                "cloudflared tunnel --url http://localhost:8080",
                "ngrok http 30001",
                "ssh -L 3000:localhost:3000 example",
                "ssh -N example -p 3000",
                "ssh -R 3000:localhost:22 example",
                "node server.js --port 3000",
                "firefox http://localhost:3000",
                "python3 -m http.server 3000")) {
            assertThat(tunnels(line)).as(line).isEmpty();
        }
    }

    @Test
    void oneThatIsDeclaredByNameMay() {
        Tunnel tunnel = new Tunnel(new Program(7, "cloudflared"), "cloudflared", "it has a connection");
        assertThat(new UndeclaredTunnel(DeclaredRelays.parse("cloudflared, *:443")).judge(List.of(tunnel)))
                .isEmpty();
        assertThat(new UndeclaredTunnel(DeclaredRelays.parse("ngrok")).judge(List.of(tunnel)))
                .hasSize(1);
    }

    @Test
    void findsARealConnectionOfAProgramOfThatName() throws Exception {
        Needed.programs("socat");
        Path tunnel = Files.copy(Path.of("/usr/bin/socat"), folder.resolve("cloudflared"));
        try (Panel panel = new Panel()) {
            Endpoint endpoint = new Endpoint(IpAddress.v4(0x7f000001), panel.port());
            TunnelObserver observer = new TunnelObserver(new TunnelObserver.Proc(), Set.of(endpoint));
            Process process =
                    new ProcessBuilder(tunnel.toString(), "TCP:127.0.0.1:" + panel.port(), "EXEC:sleep 60").start();
            try {
                Await.until(
                        "it is seen",
                        Duration.ofSeconds(5),
                        () -> found(observer).stream()
                                .anyMatch(one -> one.program().pid() == process.pid()
                                        && one.how().contains("connection")));
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    private static List<Tunnel> tunnels(String line) {
        List<String> arguments = List.of(line.split(" "));
        TunnelObserver.Machine machine = new TunnelObserver.Machine() {
            @Override
            public List<Candidate> candidates() {
                return List.of(new Candidate(7, arguments.getFirst(), arguments));
            }

            @Override
            public Map<Long, Endpoint> connected(Set<Long> pids, Set<Endpoint> places) {
                return Map.of();
            }
        };
        return found(new TunnelObserver(machine, Set.of(PANEL)));
    }

    private static List<Tunnel> found(TunnelObserver observer) {
        return switch (observer.observe()) {
            case Observation.Seen<List<Tunnel>>(List<Tunnel> tunnels) -> tunnels;
            case Observation.Partial<List<Tunnel>> partial -> throw new AssertionError(partial);
            case Observation.Unobservable<List<Tunnel>>(String why) -> throw new AssertionError(why);
        };
    }
}
