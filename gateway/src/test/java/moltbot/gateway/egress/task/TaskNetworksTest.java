package moltbot.gateway.egress.task;

import static moltbot.gateway.egress.task.Village.ask;
import static moltbot.gateway.egress.task.Village.get;
import static moltbot.gateway.egress.task.Village.ok;
import static moltbot.gateway.egress.task.Village.plainly;
import static moltbot.gateway.egress.task.Village.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import moltbot.contract.ContractException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Attacks from inside a sandbox on the one socket it has, with real TLS on both sides.
class TaskNetworksTest {
    @TempDir
    Path folder;

    private Village village;

    @BeforeEach
    void begin() throws Exception {
        village = new Village(folder);
        village.serve("a.example", 443, request -> ok("hello"));
    }

    @AfterEach
    void end() throws Exception {
        village.close();
    }

    private TaskNetwork everything() {
        return village.open(rule("GET,POST", "https://a.example", "/", ""));
    }

    @Test
    void letsThroughWhatIsOnTheListAndWritesItDownFirst() throws Exception {
        TaskNetwork network = everything();
        String answer = ask(network, get("/x?y=1"));
        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nhello");
        assertThat(village.heardBy("a.example").getFirst())
                .startsWith("GET /x?y=1 HTTP/1.1\r\nhost: a.example\r\nconnection: close\r\n");
        assertThat(village.audit.toString())
                .contains("\"what\":\"opened\"", "\"what\":\"request\"", "GET https://a.example/x?y=1");
    }

    @Test
    void carriesBodiesBothWays() throws Exception {
        village.serve(
                "a.example",
                443,
                request -> "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n");
        String whole = ask(
                everything(),
                "POST /p HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody");
        assertThat(whole).contains("\r\n5\r\nabcde\r\n0\r\n\r\n");
        assertThat(village.heardBy("a.example").getFirst()).endsWith("content-length: 4\r\n\r\nbody");
        ask(
                everything(),
                "POST /p HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3"
                        + "\r\nabc\r\n0\r\n\r\n");
        assertThat(village.heardBy("a.example").getLast()).endsWith("3\r\nabc\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "b.example:443",
                "a.example:8443",
                "a.example:22",
                "a.example:80",
                "127.0.0.1:443",
                "169.254.169.254:80",
                "[::1]:443",
                "[::ffff:127.0.0.1]:443",
                "2130706433:443",
                "a.example.:443",
                "a.example.evil.test:443",
                "evil.test:443"
            })
    void opensNoTunnelElsewhere(String place) throws Exception {
        village.serve("b.example", 443, request -> ok("no"));
        TaskNetwork network = everything();
        String answer = plainly(network, "CONNECT " + place + " HTTP/1.1\r\nHost: " + place + "\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 403 ")
                .contains("Refused by Moltbot's egress: CONNECT " + place)
                .contains("is not on this task's list")
                .contains("This task may ask: GET,POST https://a.example/");
        assertThat(village.heardBy("b.example")).isEmpty();
        assertThat(village.audited("refused")).hasSize(1);
        assertThat(village.told.getFirst()).startsWith("refused CONNECT " + place);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET https://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n",
                "GET http://user@a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n",
                "GET http://a.example/ HTTP/1.1\r\nHost: b.example\r\n\r\n",
                "GET http://a.example/ HTTP/1.1\r\n\r\n",
                "GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\nHost: b.example\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a.example\r\n\r\n",
                "GET ftp://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n",
                "GET http://a.example/ HTTP/1.0\r\nHost: a.example\r\n\r\n",
                "GET http://a.example/ HTTP/2\r\nHost: a.example\r\n\r\n",
                "CONNECT a.example HTTP/1.1\r\nHost: a.example\r\n\r\n",
                "CONNECT a.example:0443 HTTP/1.1\r\nHost: a.example:0443\r\n\r\n",
                "CONNECT a.example:443 HTTP/1.1\r\nHost: b.example:443\r\n\r\n",
                "CONNECT a.example:443@b.example HTTP/1.1\r\n\r\n",
                "GET http://a.example/\r\nHost: a.example\r\n\r\n",
                "\r\nGET http://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n",
                "GET  http://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n",
                "GET http://a.example/ HTTP/1.1\nHost: a.example\n\n"
            })
    void readsARequestInOneWayOnly(String request) throws Exception {
        village.servePlainly("a.example", 80, any -> ok("no"));
        TaskNetwork network =
                village.open(rule("GET", "http://a.example", "/", ""), rule("GET", "https://a.example", "/", ""));
        assertThat(plainly(network, request)).startsWith("HTTP/1.1 400 ");
        assertThat(village.heardBy("a.example")).isEmpty();
    }

    /// Each field is kept as words of its own.
    @Test
    void takesNoMoreFieldsThanItMayKeep() throws Exception {
        village.servePlainly("a.example", 80, any -> ok("read"));
        TaskNetwork network = village.open(rule("GET", "http://a.example", "/", ""));
        String head = "GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n";
        assertThat(plainly(network, head + "a: b\r\n".repeat(100) + "\r\n")).endsWith("read");
        assertThat(plainly(network, head + "a:\r\n".repeat(250) + "\r\n")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void passesOnPlainHttpWhereARuleSaysSo() throws Exception {
        village.servePlainly("a.example", 80, any -> ok("plain"));
        TaskNetwork network = village.open(rule("GET", "http://a.example", "/", ""));
        assertThat(plainly(
                        network,
                        "GET http://a.example/x HTTP/1.1\r\nHost: a.example\r\nProxy-Connection: close\r\nConnection:"
                                + " close\r\n\r\n"))
                .endsWith("plain");
        assertThat(village.heardBy("a.example").getFirst()).startsWith("GET /x HTTP/1.1\r\nhost: a.example\r\n");
    }

    /// Each of these is a second request to somebody who reads it otherwise.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
                "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
                "Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd",
                "Content-Length: 4, 4\r\n\r\nabcd",
                "Content-Length: +4\r\n\r\nabcd",
                "Content-Length: 0x4\r\n\r\nabcd",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "X: y\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "X: y\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "X: y\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            })
    void refusesABodyWhoseEndCanBeReadInTwoWays(String rest) throws Exception {
        String answer = ask(everything(), "POST /x HTTP/1.1\r\nHost: a.example\r\n" + rest);
        assertThat(answer).startsWith("HTTP/1.1 400 ");
        assertThat(village.heardBy("a.example")).isEmpty();
    }

    @Test
    void cutsOffAChunkThatIsNone() throws Exception {
        for (String body : new String[] {"g\r\n", "-1\r\nabc\r\n", "3\r\nabcd\r\n0\r\n\r\n", "fffffffff\r\n"}) {
            String answer = ask(
                    everything(), "POST /x HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
            assertThat(answer).startsWith("HTTP/1.1 400 ");
        }
        assertThat(village.heardBy("a.example")).allMatch(request -> !request.endsWith("0\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/private",
                "/pub",
                "/public2",
                "/Public/x",
                "/public/../private",
                "/public/..",
                "/public/%2e%2e/private",
                "/public/%2E%2e/private",
                "/public/.%2e/private",
                "/public/./x",
                "/public//x",
                "//public/x",
                "/public/..;/private",
                "/public/..%2fprivate",
                "/public/..%5cprivate",
                "/public\\..\\private",
                "/public/%252e%252e/private",
                "/public/%00",
                "/public/%",
                "/public/%zz",
                "/%70ublic/x",
                "/private?/public/",
                "/?x=/public/"
            })
    void letsNoPathAroundItsRule(String path) throws Exception {
        TaskNetwork network = village.open(rule("GET", "https://a.example", "/public", ""));
        assertThat(ask(network, get(path))).startsWith("HTTP/1.1 403 ").contains("is not on this task's list");
        assertThat(village.heardBy("a.example")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/public", "/public/", "/public/a.b/c", "/public?x=../..", "/public/%C3%BC%20x", "/public/a..b"})
    void letsOrdinaryPathsThrough(String path) throws Exception {
        TaskNetwork network = village.open(rule("GET", "https://a.example", "/public", ""));
        assertThat(ask(network, get(path))).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void letsNoOtherMethodThrough() throws Exception {
        TaskNetwork network = village.open(rule("GET", "https://a.example", "/", ""));
        for (String method : new String[] {"POST", "DELETE", "get", "GETX", "TRACE", "CONNECT"}) {
            assertThat(ask(network, method + " /x HTTP/1.1\r\nHost: a.example\r\nX-HTTP-Method-Override: GET\r\n\r\n"))
                    .startsWith("HTTP/1.1 403 ");
        }
        assertThat(village.heardBy("a.example")).isEmpty();
    }

    @Test
    void goesWhereTheTunnelGoesWhateverTheRequestSays() throws Exception {
        village.serve("b.example", 443, request -> ok("no"));
        TaskNetwork network =
                village.open(rule("GET", "https://a.example", "/", ""), rule("GET", "https://b.example", "/only", ""));
        for (String request : new String[] {
            "GET / HTTP/1.1\r\nHost: b.example\r\n\r\n",
            "GET https://b.example/ HTTP/1.1\r\nHost: b.example\r\n\r\n",
            "GET https://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a.example\r\nHost: b.example\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a.example:8443\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET @b.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n"
        }) {
            assertThat(ask(network, request)).startsWith("HTTP/1.1 400 ");
        }
        assertThat(village.heardBy("a.example")).isEmpty();
        assertThat(village.heardBy("b.example")).isEmpty();
    }

    @Test
    void endsTlsForTheTunnelsHostOnly() throws Exception {
        TaskNetwork network =
                village.open(rule("GET", "https://a.example", "/", ""), rule("GET", "https://b.example", "/", ""));
        assertThatThrownBy(() -> Village.tunnel(network, "a.example:443", "b.example"))
                .isInstanceOf(IOException.class);
        assertThat(village.soonAudited("refused").toString())
                .contains("CONNECT a.example:443")
                .contains("another host");
    }

    @Test
    void believesNoServerThatCannotProveItsName() throws Exception {
        village.serveAs("a.example", "evil.test", request -> ok("no"));
        assertThat(ask(everything(), get("/x"))).startsWith("HTTP/1.1 502 ").contains("could not prove");
        assertThat(village.heardBy("a.example")).noneMatch(request -> request.contains("GET"));
    }

    @Test
    void judgesARedirectWhenItIsFollowed() throws Exception {
        village.serve(
                "a.example",
                443,
                request -> "HTTP/1.1 302 Found\r\nlocation: https://b.example/\r\ncontent-length: 0\r\n\r\n");
        TaskNetwork network = everything();
        assertThat(ask(network, get("/x"))).startsWith("HTTP/1.1 302 ").contains("location: https://b.example/");
        assertThat(plainly(network, "CONNECT b.example:443 HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void judgesEveryRequestOfAConnection() throws Exception {
        TaskNetwork network = village.open(rule("GET", "https://a.example", "/public", ""));
        try (SSLSocket socket = Village.tunnel(network, "a.example:443", "a.example")) {
            String both = Village.say(
                    socket,
                    "GET /public HTTP/1.1\r\nHost: a.example\r\n\r\nGET /private HTTP/1.1\r\nHost: a.example\r\n\r\n");
            assertThat(both).startsWith("HTTP/1.1 200 ").contains("helloHTTP/1.1 403 ");
        }
        assertThat(village.heardBy("a.example")).hasSize(1);
    }

    @Test
    void sendsNothingThatCannotBeWrittenDown() throws Exception {
        TaskNetwork network = everything();
        village.auditFails = true;
        assertThat(ask(network, get("/x"))).startsWith("HTTP/1.1 503 ").contains("nothing was sent");
        assertThat(village.heardBy("a.example")).isEmpty();
        assertThatThrownBy(this::everything).isInstanceOf(ContractException.class);
    }

    @Test
    void tasksSocketLeadsToItsOwnRulesAndItsOwnAuthority() throws Exception {
        village.serve("b.example", 443, request -> ok("b"));
        TaskNetwork one = everything();
        TaskNetwork other = village.open(rule("GET", "https://b.example", "/", ""));
        assertThat(one.socket()).isNotEqualTo(other.socket());
        assertThat(one.socket().getFileName().toString()).hasSize(18);
        assertThat(one.authorityPem()).isNotEqualTo(other.authorityPem());
        assertThat(plainly(other, "CONNECT a.example:443 HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 403 ");
        one.close();
        assertThatThrownBy(() -> Village.inside(one)).isInstanceOf(IOException.class);
        assertThat(ask2(other)).endsWith("b");
    }

    private static String ask2(TaskNetwork network) throws Exception {
        try (SSLSocket socket = Village.tunnel(network, "b.example:443", "b.example")) {
            return Village.say(socket, "GET / HTTP/1.1\r\nHost: b.example\r\nConnection: close\r\n\r\n");
        }
    }

    /// Whoever a sandbox runs as may connect to a socket, so its folder must keep all others out.
    /// Among the house's own sockets the guardian would trip for it.
    @Test
    void keepsSocketsWhereNobodyElseMayEnter() throws Exception {
        TaskNetwork network = everything();
        Path home = network.socket().getParent();
        assertThat(Files.getPosixFilePermissions(home)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(home).isEqualTo(folder.resolve("tasks"));
    }

    @Test
    void sweepsWhatAKilledGatewayLeft() throws Exception {
        Path left = Files.createFile(everything().socket().resolveSibling("t-AAAAAAAAAAAAAAAA"));
        village.networks.sweep();
        assertThat(left).doesNotExist();
    }

    @Test
    void endsWhereATaskAsksForWhatItMayNotForever() throws Exception {
        TaskNetwork network = everything();
        for (int i = 0; i < Budget.MAX_REFUSALS; i++) {
            plainly(network, "CONNECT b.example:443 HTTP/1.1\r\n\r\n");
        }
        assertThat(village.audited("refused")).hasSize(Budget.MAX_REFUSALS);
        long began = System.nanoTime();
        plainly(network, "CONNECT b.example:443 HTTP/1.1\r\n\r\n");
        // The one who asked may hear of it before all is closed.
        network.await(Duration.ofMinutes(1));
        assertThat(System.nanoTime() - began)
                .as("not ended by its time")
                .isLessThan(Duration.ofSeconds(50).toNanos());
        assertThatThrownBy(() -> Village.inside(network)).isInstanceOf(IOException.class);
    }
}
