package moltbot.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressGet;
import moltbot.gateway.egress.EgressLimits;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.vault.Vault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server's own stream that never ends, and one that is none.
@Timeout(60)
final class ListeningTest {
    private static final String CHANGED = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";

    @TempDir
    Path folder;

    private final List<JsonObject> heard = new CopyOnWriteArrayList<>();
    private final List<Duration> rests = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String says = "";
    private HttpServer server;
    private Egress egress;
    private Listening listening;

    @BeforeEach
    void build() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(String.valueOf(exchange.getRequestHeaders().getFirst("last-event-id")));
            byte[] body = says.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "text/event-stream");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
        egress = new Egress(
                List.of(Origin.of(url)), Vault.open(folder, Optional.empty()).access(), EgressLimits.DEFAULT);
        listening = new Listening(
                lastId -> egress.get(new EgressGet(
                        url, lastId.isEmpty() ? Map.of() : Map.of("last-event-id", lastId), Optional.empty())),
                rests::add,
                heard::add);
    }

    @AfterEach
    void tearDown() {
        listening.end();
        egress.close();
        server.stop(0);
    }

    private void listen() throws Exception {
        listening.begin().orElseThrow().join();
    }

    @Test
    void leavesAStreamThatBringsNothingAndWaitsLongerEachTime() throws Exception {
        says = "id: one\nretry: 1\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}\n\n";
        listen();
        assertThat(heard).isEmpty();
        assertThat(asked).hasSize(8).startsWith("null", "one");
        assertThat(rests).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    }

    @Test
    void leavesAStreamThatBringsTheSameWithoutEnd() throws Exception {
        says = "data: " + CHANGED + "\n\n";
        listen();
        assertThat(asked).hasSize(64);
        assertThat(rests).allMatch(rest -> rest.toMillis() >= 1_000);
    }

    @Test
    void answersNoMoreQuestionsThanItMay() throws Exception {
        says = "data: {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n\n".repeat(500);
        listen();
        assertThat(heard).hasSize(32);
    }

    @Test
    void takesWhatIsNoStreamForANo() throws Exception {
        status = 405;
        listen();
        listening.begin().orElseThrow().join();
        assertThat(asked).hasSize(1);
        assertThat(rests).isEmpty();
    }
}
