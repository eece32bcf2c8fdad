package moltbot.guardian.observe.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import moltbot.guardian.Await;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.Listener;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.proxy.ProxyConfig;
import moltbot.guardian.fact.proxy.ProxyConfig.Route;
import moltbot.testing.Needed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that a real nginx and a real Caddy accept, and by which they really lead to the panel.
class RealProxyTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    Path temp;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private ServerSocket panel;
    private int front;
    private int admin;

    @BeforeEach
    void openPanel() throws IOException {
        panel = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        open.push(panel);
        Thread.ofVirtual().start(this::serve);
        front = freePort();
        admin = freePort();
    }

    @AfterEach
    void endAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Test
    void findsTheWayOfARealNginxThroughIncludesAndUpstreams() throws Exception {
        Path root = Files.createDirectories(temp.resolve("nginx"));
        Files.createDirectories(root.resolve("conf.d"));
        Files.writeString(root.resolve("nginx.conf"), """
                daemon off; pid %1$s/pid; error_log %1$s/log; # events { comment }
                events { worker_connections 16; }
                http { access_log off; set_real_ip_from 0.0.0.0/0; include conf.d/*.conf;
                  client_body_temp_path %1$s/a; proxy_temp_path %1$s/b; fastcgi_temp_path %1$s/c;
                  uwsgi_temp_path %1$s/d; scgi_temp_path %1$s/e; }
                """.formatted(root));
        Files.writeString(root.resolve("conf.d/a.conf"), """
                upstream "panel" { server 127.0.0.1:%d max_fails=0; }
                server { listen 127.0.0.1:%d; server_name a.example b.example;
                  location ~ "^/x{1,3}" { return 404; }
                  location / { proxy_pass http://panel; } }
                """.formatted(panel.getLocalPort(), front));
        start("nginx", "-p", root.toString(), "-c", root.resolve("nginx.conf").toString());
        Await.until("nginx leads to the panel", SOON, () -> get(front).contains("the panel"));

        ProxyConfig seen = look(Listeners.NONE);
        assertThat(seen.routes())
                .singleElement()
                .isEqualTo(new Route(
                        "nginx",
                        "127.0.0.1:" + front,
                        List.of("a.example", "b.example"),
                        "http://panel",
                        root.resolve("conf.d/a.conf") + ":4"));
        assertThat(seen.trusts())
                .singleElement()
                .satisfies(trust -> assertThat(trust.toUs()).isTrue());
        assertThat(seen.unreadable()).isEmpty();
    }

    @Test
    void findsTheWayAndTheOpenDoorOfARealCaddy() throws Exception {
        Path file = Files.createDirectories(temp.resolve("caddy")).resolve("Caddyfile");
        Files.writeString(file, """
                {
                	admin 0.0.0.0:%d
                	auto_https off
                }
                # comment { with a brace
                http://localhost:%d {
                	header X-A "{http.request.host}"
                	handle /x* {
                		respond "{$NOTHING}no" 404
                	}
                	reverse_proxy 127.0.0.1:%d {
                		header_up X-B c
                		trusted_proxies 0.0.0.0/0
                	}
                }
                """.formatted(admin, front, panel.getLocalPort()));
        start("caddy", "run", "--config", file.toString(), "--adapter", "caddyfile");
        Await.until("Caddy leads to the panel", SOON, () -> get(front).contains("the panel"));

        ProxyConfig seen = look(listening("0.0.0.0", admin));
        assertThat(seen.routes()).singleElement().satisfies(route -> {
            assertThat(route.listen()).isEqualTo("*:" + front);
            assertThat(route.names()).containsExactly("localhost");
        });
        assertThat(seen.trusts())
                .singleElement()
                .satisfies(trust -> assertThat(trust.toUs()).isTrue());
        assertThat(seen.admins()).singleElement().satisfies(door -> {
            assertThat(door.proxy()).isEqualTo("caddy");
            assertThat(door.toUs()).isTrue();
        });
        assertThat(look(listening("127.0.0.1", admin)).admins()).isEmpty();
    }

    private ProxyConfig look(Listeners listeners) {
        Endpoint at = new Endpoint(IpAddress.of(panel.getInetAddress()), panel.getLocalPort());
        ProxyObserver observer =
                new ProxyObserver(ProxyObserver.Places.below(temp), Set.of(at), () -> listeners, List::of);
        return ((Observation.Seen<ProxyConfig>) observer.observe()).fact();
    }

    private static Listeners listening(String address, int port) {
        Endpoint at = new Endpoint(IpAddress.of(InetAddress.ofLiteral(address)), port);
        return new Listeners(List.of(), List.of(new Listener(at, 1000, 7)), List.of());
    }

    private void serve() {
        while (!panel.isClosed()) {
            try (Socket one = panel.accept()) {
                one.getInputStream().read(new byte[4096]);
                one.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\nthe panel"
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                assertThat(e).isNotNull();
            }
        }
    }

    private static String get(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1000);
            socket.setSoTimeout(2000);
            String request = "GET / HTTP/1.1\r\nHost: localhost:" + port + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return free.getLocalPort();
        }
    }

    private void start(String... command) throws IOException {
        Needed.programs(command[0]);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("out").toFile());
        builder.environment().put("HOME", temp.toString());
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        Process process = builder.start();
        open.push(() -> {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        });
    }
}
