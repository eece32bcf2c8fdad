package moltbot.control.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import moltbot.contract.ContractException;
import moltbot.contract.assertion.Assertion;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkExchange;
import moltbot.control.ControlProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Linking a Signal account from the panel: over real links to the real process, with a gateway that says what it is
/// told to.
class SignalLinkTest {
    private static final String URI = "sgnl://linkdevice?uuid=abc&pub_key=def";

    private ControlProcess control;
    private LinkClient breaker;
    private final BlockingQueue<JsonObject> said = new LinkedBlockingQueue<>();
    private final CountDownLatch left = new CountDownLatch(1);

    @BeforeEach
    void start(@TempDir Path root) throws Exception {
        control = new ControlProcess(root);
        control.house().signal = this::link;
        breaker = control.as("breaker");
    }

    @AfterEach
    void stop() {
        control.close();
    }

    /// As the gateway: codes, then the account.
    private void link(LinkExchange exchange) throws InterruptedException {
        try {
            JsonObject next;
            do {
                next = said.take();
                if (next.has("refused")) {
                    throw ContractException.refused("no-link", next.text("refused"));
                }
                exchange.send(next);
            } while (!next.has("linked"));
        } catch (InterruptedException e) {
            left.countDown();
            throw e;
        }
    }

    private static JsonObject told(String what, String text) {
        return JsonObject.with(what, text).build();
    }

    private JsonObject post(String target, String body, long provedBefore) {
        Assertion person = new Assertion(
                "owner", "s", 1, "POST", target, UUID.randomUUID().toString(), System.nanoTime(), provedBefore);
        JsonObject head = JsonObject.with("method", "POST")
                .with("target", target)
                .with("assertion", person.seal(control.key("assertion")))
                .with(
                        "headers",
                        JsonObject.with("content-type", "application/json").build())
                .build();
        try (LinkCall call = breaker.open("http", head)) {
            call.sendAll(body.getBytes(StandardCharsets.UTF_8));
            call.reply();
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            byte[] piece;
            while ((piece = call.next()) != null) {
                whole.writeBytes(piece);
            }
            return JsonObject.parse(whole.toByteArray());
        }
    }

    private JsonObject link(String body) {
        return post("/api/pairing/signal/link", body, 10);
    }

    private JsonObject after(JsonObject news) {
        return link("{\"after\":" + news.number("number") + "}");
    }

    @Test
    void showsEachCodeAsAPictureUntilAPhoneHasUsedOne() throws Exception {
        assertThat(post("/api/pairing/signal/link", "{}", 301).object("error").text("reason"))
                .isEqualTo("step-up");
        JsonObject begun = link("{}");
        assertThat(begun.text("state")).isEqualTo("begun");

        said.add(told("uri", "https://example.org/elsewhere"));
        said.add(told("uri", URI));
        JsonObject code = after(begun);
        assertThat(code.text("state")).isEqualTo("code");
        long size = code.object("picture").number("size");
        assertThat(code.object("picture").text("dark"))
                .hasSize((int) (size * size))
                .startsWith("1111111");
        assertThat(link("{}")).as("a second window joins").isEqualTo(code);

        said.add(told("uri", URI + "2"));
        JsonObject second = after(code);
        assertThat(second.object("picture")).isNotEqualTo(code.object("picture"));
        said.add(told("linked", "+491700000"));
        JsonObject linked = after(second);
        assertThat(linked.text("state") + " " + linked.text("text")).isEqualTo("linked +491700000");
        assertThat(Files.readString(control.data().resolve("audit/audit.jsonl")))
                .contains("signal.link", "\"by\":\"panel\"", "\"account\":\"+491700000\"")
                .doesNotContain("sgnl:");
    }

    @Test
    void saysWhyNothingWasLinkedAndBeginsAnew() {
        JsonObject begun = link("{}");
        said.add(told("refused", "No phone used any of the codes."));
        JsonObject over = after(begun);
        assertThat(over.text("state") + ": " + over.text("text")).isEqualTo("over: No phone used any of the codes.");
        assertThat(link("{}").text("state")).isEqualTo("begun");
    }

    @Test
    void endsWhereTheOwnerLeaves() throws Exception {
        JsonObject begun = link("{}");
        post("/api/pairing/signal/leave", "{}", 10);
        assertThat(after(begun).text("text")).startsWith("Nothing was linked so far.");
        assertThat(left.await(10, TimeUnit.SECONDS)).as("the gateway is told").isTrue();
    }
}
