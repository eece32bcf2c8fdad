package moltbot.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.ContractException;
import moltbot.contract.grant.Grant;
import moltbot.contract.grant.GrantVerifier;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.link.LinkServer;
import moltbot.contract.web.WebFetch;
import moltbot.contract.web.WebFetch.Way;
import moltbot.contract.web.WebSearch;
import moltbot.gateway.egress.DailyCount;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressLimits;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.egress.task.PageFetcher;
import moltbot.gateway.search.JsonSearch;
import moltbot.gateway.vault.Vault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `web.fetch` and `web.search` over a real link: what it takes to have something asked, and an engine that answers as
/// Brave's does.
class WebGrantTest {
    private static final byte[] KEY = new byte[32];
    private static final Capability RUNTIME = new Capability("runtime", new byte[32]);
    private static final WebSearch SEARCH = new WebSearch("rain in Spain");

    @TempDir
    Path folder;

    private final List<JsonObject> audit = new CopyOnWriteArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile Instant now = Instant.parse("2026-11-26T12:00:00Z");
    private volatile boolean leased = true;
    private volatile boolean auditFails;
    private ServerSocket engine;
    private Egress egress;
    private PageFetcher pages;
    private LinkServer server;
    private LinkClient runtime;

    @BeforeEach
    void start() throws Exception {
        engine = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        URI base = URI.create("http://127.0.0.1:" + engine.getLocalPort());
        Vault vault = Vault.open(folder.resolve("secrets"), Optional.empty());
        vault.set("brave-api-key", "the-key");
        egress = new Egress(List.of(Origin.of(base)), vault.access(), EgressLimits.DEFAULT);
        pages = new PageFetcher();
        WebOperations web = new WebOperations(
                pages,
                Optional.of(JsonSearch.brave(egress, vault, base)),
                new DailyCount(() -> now, ZoneOffset.UTC, 2, "search-budget", "searches are used up."),
                new GrantVerifier(KEY, System::nanoTime),
                (what, call, detail) -> {
                    if (auditFails) {
                        throw ContractException.refused("audit-failed", "No.");
                    }
                    audit.add(detail);
                },
                () -> leased);
        Path socket = folder.resolve("run/link.sock");
        server = LinkServer.start(
                socket,
                List.of(RUNTIME),
                new LinkRoutes().on("runtime", "web.fetch", web::fetch).on("runtime", "web.search", web::search),
                LinkLimits.DEFAULT);
        runtime = new LinkClient(socket, RUNTIME, LinkLimits.DEFAULT);
    }

    @AfterEach
    void stop() throws IOException {
        runtime.close();
        server.close();
        pages.close();
        egress.close();
        engine.close();
    }

    /// As the engine does.
    private void serve() {
        try {
            while (true) {
                try (Socket socket = engine.accept()) {
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                    String target = in.readLine().split(" ", 3)[1];
                    String key = in.lines()
                            .takeWhile(line -> !line.isEmpty())
                            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("x-subscription-token: "))
                            .findFirst()
                            .orElse("none: nothing");
                    heard.add(target + " " + key.substring(key.indexOf(' ') + 1));
                    String body = """
                            {"type":"search","web":{"results":[{"title":"Rain","url":"https://a.example/",\
                            "description":"It falls."}]}}""";
                    socket.getOutputStream()
                            .write(("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n"
                                            + "content-length: " + body.length() + "\r\n\r\n" + body)
                                    .getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            assert engine.isClosed();
        }
    }

    private int grants;

    private String grant(String effect, String digest) {
        return new Grant(
                        "%032x".formatted(grants++),
                        "call",
                        effect,
                        digest,
                        "policy",
                        System.nanoTime(),
                        Duration.ofSeconds(30))
                .seal(KEY);
    }

    private JsonObject search(String grant) {
        return runtime.ask(
                "web.search",
                JsonObject.with("search", SEARCH.toJson()).with("grant", grant).build());
    }

    private void assertRefused(String reason, Runnable asking) {
        int before = heard.size();
        assertThatThrownBy(asking::run)
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo(reason));
        assertThat(heard).hasSize(before);
    }

    @Test
    void searchesOnceForAGrant() {
        String grant = grant(WebSearch.EFFECT, SEARCH.digest());

        JsonObject hit = search(grant).list("hits").objects().getFirst();

        assertThat(hit.text("title")).isEqualTo("Rain");
        assertThat(hit.text("text")).isEqualTo("It falls.");
        assertThat(heard).containsExactly("/res/v1/web/search?count=8&q=rain+in+Spain the-key");
        assertThat(audit).extracting(detail -> detail.text("way")).containsExactly("search");
        assertRefused("bad-grant", () -> search(grant));
    }

    @Test
    void searchesNoMoreThanADayMayHave() {
        search(grant(WebSearch.EFFECT, SEARCH.digest()));
        search(grant(WebSearch.EFFECT, SEARCH.digest()));
        assertRefused("search-budget", () -> search(grant(WebSearch.EFFECT, SEARCH.digest())));
        now = now.plus(Duration.ofDays(1));
        assertThat(search(grant(WebSearch.EFFECT, SEARCH.digest())).list("hits").values())
                .hasSize(1);
    }

    @Test
    void asksNothingForAnotherGrant() {
        assertRefused("bad-grant", () -> search(grant(WebSearch.EFFECT, new WebSearch("other").digest())));
        assertRefused("bad-grant", () -> search(grant(WebFetch.EFFECT, SEARCH.digest())));
        assertRefused("bad-grant", () -> search("forged"));
        WebFetch fetch = new WebFetch("https://a.example/", Way.NAMED);
        WebFetch other = new WebFetch("https://a.example/", Way.COMPOSED);
        assertRefused(
                "bad-grant",
                () -> runtime.ask(
                        "web.fetch",
                        JsonObject.with("fetch", other.toJson())
                                .with("grant", grant(WebFetch.EFFECT, fetch.digest()))
                                .build()));
    }

    @Test
    void asksNothingWithoutALeaseOrARecord() {
        leased = false;
        assertRefused("no-lease", () -> search(grant(WebSearch.EFFECT, SEARCH.digest())));
        leased = true;
        auditFails = true;
        assertRefused("audit-failed", () -> search(grant(WebSearch.EFFECT, SEARCH.digest())));
    }
}
