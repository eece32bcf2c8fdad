package moltbot.guardian.observe.proxy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.proxy.ProxyConfig;
import moltbot.guardian.fact.proxy.ProxyConfig.Route;

/// Configuration files of proxies, of any bytes: never a failure, and a line that leads to us is found whatever words
/// stand before it.
final class ProxyFuzzTest {
    private static final Endpoint PANEL = new Endpoint(IpAddress.of(InetAddress.ofLiteral("127.0.0.1")), 3000);
    private static final String TARGET = "http://127.0.0.1:3000";

    /// What may hide the rest from the proxy itself: quotes, braces, escapes.
    private static final String HIDES = "[{}\"'`\\\\$]";

    private static final Path FOLDER = folder();

    @FuzzTest
    void readsNginxsFiles(byte[] bytes) {
        look("nginx/nginx.conf", text(bytes));
        String before = text(bytes).replaceAll(HIDES, " ").replace("include", "exclude");
        ProxyConfig seen = look(
                "nginx/nginx.conf",
                before + "\n; http { server { listen 81; location / { proxy_pass " + TARGET + "; } } }");
        require(seen, "nginx", "*:81");
    }

    @FuzzTest
    void readsCaddysFiles(byte[] bytes) {
        look("caddy/Caddyfile", text(bytes));
        String before = text(bytes).replaceAll(HIDES, " ");
        require(look("caddy/Caddyfile", before + "\n:81 {\n\treverse_proxy " + TARGET + "\n}\n"), "caddy", "*:81");
    }

    @FuzzTest
    void readsCaddysJson(byte[] bytes) {
        look("caddy/Caddyfile", "{\"" + text(bytes));
    }

    @FuzzTest
    void readsTraefiksFiles(byte[] bytes) {
        String before = text(bytes);
        require(look("traefik/t.yml", before + "\n  - url: " + TARGET + "\n"), "traefik", "");
    }

    private static void require(ProxyConfig seen, String proxy, String listen) {
        for (Route route : seen.routes()) {
            if (route.proxy().equals(proxy)
                    && route.listen().equals(listen)
                    && route.target().equals(TARGET)) {
                return;
            }
        }
        throw new AssertionError("A way to the panel is not seen by " + proxy + ": " + seen);
    }

    private static ProxyConfig look(String file, String text) {
        try {
            Files.writeString(FOLDER.resolve(file), text, StandardCharsets.UTF_8);
            ProxyObserver observer = new ProxyObserver(
                    ProxyObserver.Places.below(FOLDER), Set.of(PANEL), () -> Listeners.NONE, List::of);
            ProxyConfig seen = ((Observation.Seen<ProxyConfig>) observer.observe()).fact();
            Files.delete(FOLDER.resolve(file));
            return seen;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("proxy-fuzz");
            for (String proxy : new String[] {"nginx", "caddy", "traefik"}) {
                Files.createDirectory(folder.resolve(proxy)).toFile().deleteOnExit();
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
