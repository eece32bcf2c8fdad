package moltbot.control.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import moltbot.contract.ContractException;
import moltbot.contract.assertion.Assertion;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.control.ControlProcess;
import moltbot.control.Effects;
import moltbot.control.Front;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The panel's API as the breaker meets it: the real process, a stand-in runtime, real links.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PanelTest {
    private static final List<List<String>> ROUTES = List.of(
            List.of("GET", "/"),
            List.of("GET", "/assets/x.js"),
            List.of("GET", "/api/overview"),
            List.of("GET", "/api/sessions"),
            List.of("POST", "/api/sessions/s/messages"),
            List.of("POST", "/api/sessions/s/stop"),
            List.of("GET", "/api/sessions/s/events"),
            List.of("GET", "/api/sessions/s/images/0"),
            List.of("POST", "/api/approvals/a/approve"),
            List.of("POST", "/api/approvals/a/deny"),
            List.of("GET", "/api/memory"),
            List.of("POST", "/api/memory/1/approve"),
            List.of("GET", "/nothing"));

    private ControlProcess control;
    private LinkClient breaker;

    /// A whole answer.
    private record Answer(int status, JsonObject headers, byte[] body) {
        JsonObject json() {
            return JsonObject.parse(body);
        }

        String reason() {
            return json().object("error").text("reason");
        }
    }

    @BeforeAll
    void start(@TempDir Path root) throws Exception {
        control = new ControlProcess(root);
        breaker = control.as("breaker");
    }

    @AfterAll
    void stop() {
        control.close();
    }

    private Answer ask(String method, String target, JsonObject headers, byte[] body) {
        JsonObject head =
                Front.request(control, method, target).with("headers", headers).build();
        try (LinkCall call = breaker.open("http", head)) {
            call.sendAll(body);
            JsonObject reply = call.reply();
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            byte[] frame;
            while ((frame = call.next()) != null) {
                whole.writeBytes(frame);
            }
            return new Answer((int) reply.number("status"), reply.object("headers"), whole.toByteArray());
        }
    }

    private Answer get(String target) {
        return ask("GET", target, JsonObject.EMPTY, new byte[0]);
    }

    private Answer post(String target, String body) {
        JsonObject headers = JsonObject.with("content-type", "application/json").build();
        return ask("POST", target, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private Answer say(String session, String id, String text) {
        return post(
                "/api/sessions/" + session + "/messages",
                JsonObject.with("id", id).with("text", text).build().toString());
    }

    private void assertBadAssertion(JsonObject head) {
        assertThatThrownBy(() -> breaker.ask("http", head))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("bad-assertion"));
    }

    @Test
    void refusesEveryRouteWithoutAssertion() {
        for (List<String> route : ROUTES) {
            JsonObject bare = JsonObject.with("method", route.get(0))
                    .with("target", route.get(1))
                    .build();
            assertBadAssertion(bare);
            byte[] otherKey = new byte[32];
            String forged = Front.assertion(route.get(0), route.get(1)).seal(otherKey);
            assertBadAssertion(bare.toBuilder().with("assertion", forged).build());
        }
    }

    @Test
    void refusesAssertionTwice() {
        JsonObject head = Front.request(control, "GET", "/api/sessions").build();
        assertThat(breaker.ask("http", head).number("status")).isEqualTo(200);
        assertBadAssertion(head);
    }

    @Test
    void refusesAssertionForAnotherRequest() {
        for (String method : List.of("GET", "POST")) {
            assertBadAssertion(Front.request(control, method, "/api/overview")
                    .with("target", "/api/sessions")
                    .build());
        }
        assertBadAssertion(Front.request(control, "GET", "/api/sessions/s/stop")
                .with("method", "POST")
                .build());
    }

    @Test
    void refusesOldAssertion() {
        Assertion fresh = Front.assertion("GET", "/");
        Assertion old = new Assertion(
                fresh.principal(),
                fresh.session(),
                fresh.epoch(),
                "GET",
                "/",
                fresh.nonce(),
                fresh.issuedNanos() - 11_000_000_000L,
                0);
        assertBadAssertion(JsonObject.with("method", "GET")
                .with("target", "/")
                .with("assertion", old.seal(control.key("assertion")))
                .build());
    }

    private long statusFor(String principal, String method, String target, long provedSecondsAgo) {
        Assertion fresh = Front.assertion(method, target);
        Assertion other = new Assertion(
                principal,
                fresh.session(),
                fresh.epoch(),
                method,
                target,
                fresh.nonce(),
                fresh.issuedNanos(),
                provedSecondsAgo);
        JsonObject head = JsonObject.with("method", method)
                .with("target", target)
                .with("assertion", other.seal(control.key("assertion")))
                .with(
                        "headers",
                        JsonObject.with("content-type", "application/json").build())
                .build();
        return breaker.ask("http", head, "{\"decision\":\"deny\"}".getBytes(StandardCharsets.UTF_8))
                .number("status");
    }

    @Test
    void wantsAFreshProofForAnAnswer() {
        String target = "/api/approvals/none/approve";
        assertThat(statusFor("owner", "POST", target, 301)).isEqualTo(403);
        assertThat(statusFor("owner", "POST", target, Assertion.NEVER_PROVED)).isEqualTo(403);
        assertThat(statusFor("owner", "POST", target, 300)).isEqualTo(404);
    }

    @Test
    void takesANoWithoutAFreshProof() {
        assertThat(statusFor("owner", "POST", "/api/approvals/none/deny", Assertion.NEVER_PROVED))
                .isEqualTo(404);
        JsonObject asked = control.as("runtime")
                .ask("gate.authorize", Effects.request("c-no", "sandbox.run", Effects.longCommand()));
        assertThat(statusFor(
                        "owner", "POST", "/api/approvals/" + asked.text("approval") + "/deny", Assertion.NEVER_PROVED))
                .isEqualTo(200);
        assertThat(control.as("runtime")
                        .ask(
                                "gate.await",
                                JsonObject.with("approval", asked.text("approval"))
                                        .build())
                        .text("decision"))
                .isEqualTo("denied");
    }

    @Test
    void showsAMachineTheOverviewAndNothingElse() {
        assertThat(statusFor("token:abc", "GET", "/api/overview", Assertion.NEVER_PROVED))
                .isEqualTo(200);
        for (String target : List.of("/", "/api/sessions", "/api/overview?x")) {
            assertThat(statusFor("token:abc", "GET", target, 0)).as(target).isEqualTo(403);
        }
        assertThat(statusFor("token:abc", "POST", "/api/approvals/none/deny", 0))
                .isEqualTo(403);
    }

    @Test
    void servesPageWithStrictPolicy() {
        Answer page = get("/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers().text("content-security-policy"))
                .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                        + "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'none'; "
                        + "frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; "
                        + "trusted-types 'none'");
        String html = new String(page.body(), StandardCharsets.UTF_8);
        assertThat(html)
                .contains("<meta name=\"moltbot-panel\" content=\"1\"")
                .contains("<title>Moltbot</title>")
                .doesNotContain("<style")
                .doesNotContain("://");
        JsonObject known =
                JsonObject.with("if-none-match", page.headers().text("etag")).build();
        Answer again = ask("GET", "/", known, new byte[0]);
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void servesAssetsForeverAndCompressed() throws Exception {
        Matcher script = Pattern.compile("src=\"(/assets/[^\"]+\\.js)\"")
                .matcher(new String(get("/").body(), StandardCharsets.UTF_8));
        assertThat(script.find()).isTrue();
        Answer plain = get(script.group(1));
        assertThat(plain.headers().text("cache-control")).contains("immutable");
        assertThat(plain.headers().text("content-type")).startsWith("text/javascript");
        JsonObject gzip = JsonObject.with("accept-encoding", "gzip, br").build();
        Answer packed = ask("GET", script.group(1), gzip, new byte[0]);
        assertThat(packed.headers().text("content-encoding")).isEqualTo("gzip");
        assertThat(packed.body().length).isLessThan(plain.body().length / 2);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(plain.body());
    }

    @Test
    void servesNothingOutsideThePanel() {
        for (String target : List.of(
                "/assets/../Panel.class",
                "/assets/%2e%2e%2fPanel.class",
                "/assets/..",
                "/assets/.js",
                "/assets/Panel.class",
                "/assets/",
                "/assets/a/b.js",
                "//",
                "/index.html",
                "/api",
                "/api/sessions/s/nothing")) {
            assertThat(get(target).status()).as(target).isEqualTo(404);
        }
    }

    @Test
    void tellsWrongMethodFromWrongAddress() {
        assertThat(post("/api/overview", "{}").status()).isEqualTo(405);
        assertThat(get("/api/approvals/a/deny").status()).isEqualTo(405);
        assertThat(get("/api/other").reason()).isEqualTo("not-found");
    }

    @Test
    void takesMessageOnce() {
        Answer first = say("once", "m1", "hello");
        assertThat(first.status()).isEqualTo(202);
        assertThat(first.json().flag("duplicate")).isFalse();
        assertThat(say("once", "m1", "hello").json().flag("duplicate")).isTrue();
        assertThat(control.house().runtime().taken())
                .contains(new InboundMessage("m1", "panel", "owner", "once", "hello"));
    }

    @Test
    void takesLongestMessageAndNothingLonger() {
        String longest = "\"".repeat(InboundMessage.MAX_TEXT_BYTES);
        assertThat(say("long", "m1", longest).status()).isEqualTo(202);
        assertThat(say("long", "m2", longest + "x").status()).isEqualTo(413);
        Answer huge = say("long", "m3", "x".repeat(10 << 20));
        assertThat(huge.status()).isEqualTo(413);
        assertThat(huge.reason()).isEqualTo("too-large");
        assertThat(control.house().runtime().taken())
                .noneMatch(message ->
                        message.id().equals("m3") && message.session().equals("long"));
    }

    @Test
    void refusesWhatCannotBeRead() {
        String target = "/api/sessions/bad/messages";
        assertThat(post(target, "{").reason()).isEqualTo("malformed");
        assertThat(post(target, "[]").status()).isEqualTo(400);
        assertThat(post(target, "{\"id\":\"a\",\"id\":\"b\",\"text\":\"x\"}").status())
                .isEqualTo(400);
        assertThat(post(target, "{\"id\":\"a\"}").status()).isEqualTo(400);
        assertThat(say("bad", "m1", "  ").reason()).isEqualTo("empty-message");
        assertThat(say("a%20b", "m1", "x").status()).isEqualTo(400);
        JsonObject json = JsonObject.with("content-type", "application/json").build();
        byte[] notUtf8 = {'{', '"', 'i', 'd', '"', ':', '"', (byte) 0xff, '"', '}'};
        assertThat(ask("POST", target, json, notUtf8).status()).isEqualTo(400);
        JsonObject form = JsonObject.with("content-type", "text/plain").build();
        assertThat(ask("POST", target, form, "{}".getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void answersApprovalOnceForSignedInPerson() {
        JsonObject asked = control.as("runtime")
                .ask("gate.authorize", Effects.request("c1", "sandbox.run", Effects.longCommand()));
        String target = "/api/approvals/" + asked.text("approval");
        assertThat(post(target, "{}").status()).isEqualTo(404);
        assertThat(post(target + "/maybe", "{}").status()).isEqualTo(404);
        assertThat(post(target + "/approve", "{}").status()).isEqualTo(200);
        assertThat(post(target + "/deny", "{}").status()).isEqualTo(409);
        assertThat(post("/api/approvals/other/deny", "{}").status()).isEqualTo(404);
    }

    @Test
    void showsTheHouse() {
        JsonObject overview = get("/api/overview").json();
        assertThat(overview.list("compartments").values()).hasSize(6);
        assertThat(overview.object("model").flag("demo")).isTrue();
        assertThat(overview.object("sandbox").text("tier")).isEqualTo("bubblewrap");
        assertThat(overview.object("breaker").text("state")).isEqualTo("CLOSED");
    }

    @Test
    void streamsAndResumesWhereTheBrowserStopped() throws Exception {
        for (int i = 1; i <= 3; i++) {
            control.house().runtime().add("stream", "t", new ChatFact.Notice("n", "kept\n" + i));
        }
        JsonObject last = JsonObject.with("last-event-id", "2").build();
        JsonObject head = Front.request(control, "GET", "/api/sessions/stream/events?after=0")
                .with("headers", last)
                .build();
        try (LinkCall call = breaker.open("http", head)) {
            call.end();
            assertThat(call.reply().object("headers").text("content-type")).isEqualTo("text/event-stream");
            assertThat(frame(call)).isEqualTo("retry: 1000\n\n");
            assertThat(frame(call))
                    .startsWith("id: 3\ndata: {\"seq\":3,")
                    .endsWith("}\n\n")
                    .contains("kept\\n3");
            assertThat(frame(call)).isEqualTo("data: {\"type\":\"ready\",\"seq\":3}\n\n");
            control.house().runtime().add("stream", "t", new ChatFact.Draft("live", false));
            assertThat(frame(call)).startsWith("data: {\"seq\":0,").contains("live");
        }
        await(() -> control.house().runtime().watching("stream") == 0);
    }

    private static String frame(LinkCall call) throws Exception {
        byte[] frame = CompletableFuture.supplyAsync(call::next).get(10, TimeUnit.SECONDS);
        return new String(frame, StandardCharsets.UTF_8);
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.call()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void saysThatTheAssistantRestarts() {
        control.house().stopRuntime();
        try {
            Answer gone = say("gone", "m1", "hello");
            assertThat(gone.status()).isEqualTo(503);
            assertThat(gone.reason()).isEqualTo("restarting");
            assertThat(gone.json().object("error").text("message"))
                    .isEqualTo("The assistant is restarting; try again in a moment.");
            assertThat(get("/api/sessions/gone/events").status()).isEqualTo(503);
        } finally {
            control.house().startRuntime();
        }
        assertThat(say("gone", "m1", "hello").status()).isEqualTo(202);
    }
}
