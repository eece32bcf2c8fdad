package moltbot.systemtest.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.ModelServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The invariants of a running house, seen from outside.
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WallsTest {
    private static final String CANARY = "sk-ant-canary-4f0c1e7a9b52d836";
    private static final List<String> COMPARTMENTS =
            List.of("breaker", "guardian", "control", "runtime", "gateway", "spawner");

    private ModelServer model;
    private TestHouse house;
    private Panel panel;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        model = ModelServer.start(0, _ -> AnthropicWire.reply(Answer.text("Hello ", "there.")));
        Path data = folder.resolve("data");
        TestHouse.settings(data, "model:\n  anthropic-url: " + model.url() + "\n");
        house = TestHouse.up(data, Map.of("ANTHROPIC_API_KEY", CANARY));
        panel = Panel.claim(house);
        Conversation chat = new Conversation(house, "walls");
        assertThat(chat.answer(chat.say("hi"))).contains("Hello there.");
    }

    @AfterAll
    void stop() throws Exception {
        house.close();
        model.close();
    }

    @Test
    void sendsTheKeyToTheModelAndNowhereElse() throws Exception {
        assertThat(model.next().header("x-api-key")).isEqualTo(CANARY);

        for (ProcessHandle process : Stream.concat(
                        Stream.of(house.supervisor().toHandle()),
                        house.supervisor().descendants())
                .toList()) {
            for (String file : List.of("environ", "cmdline")) {
                assertThat(read(Path.of("/proc/" + process.pid() + "/" + file), () -> !process.isAlive()))
                        .as(file + " of " + process.info().commandLine())
                        .doesNotContain(CANARY);
            }
        }
        try (Stream<Path> files = Files.walk(house.data())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(read(file, () -> !Files.exists(file)))
                        .as(file.toString())
                        .doesNotContain(CANARY);
            }
        }
    }

    /// A sandbox may end, and a temporary file go, between the look and the reading; nothing else may fail.
    private static String read(Path file, BooleanSupplier gone) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            if (gone.getAsBoolean()) {
                return "";
            }
            throw e;
        }
    }

    @Test
    void listensNowhereButAtTheBreaker() throws IOException {
        for (String compartment : COMPARTMENTS) {
            ProcessHandle process = house.process(compartment).orElseThrow();
            assertThat(Listeners.of(process.pid())).as(compartment).hasSize(compartment.equals("breaker") ? 1 : 0);
        }
        assertThat(Listeners.of(house.supervisor().pid())).isEmpty();
    }

    @Test
    void runsEveryCompartmentConfined() throws IOException {
        for (String compartment : COMPARTMENTS) {
            String status = Files.readString(
                    Path.of("/proc/" + house.process(compartment).orElseThrow().pid() + "/status"));
            assertThat(status).as(compartment).contains("NoNewPrivs:\t1").contains("Seccomp:\t2");
        }
        assertThat(house.state().object("supervisor").text("confinedBy")).contains("seccomp");
    }

    @Test
    void showsAStrangerNothing() throws Exception {
        Panel stranger = Panel.stranger(house);
        for (String target : List.of("/api/overview", "/api/sessions", "/api/sessions/walls/events", "/assets/x")) {
            assertThat(stranger.get(target).statusCode()).as(target).isEqualTo(401);
        }
        HttpResponse<String> submit = stranger.post(
                "/api/sessions/walls/messages",
                JsonObject.with("id", "stranger").with("text", "hi").build());
        assertThat(submit.statusCode()).isIn(401, 403);
    }

    @Test
    void limitsTheTriesForTheOneTimeCode() throws Exception {
        Panel stranger = Panel.stranger(house);
        house.run("code");
        int judged = 0;
        HttpResponse<String> answer;
        do {
            JsonObject wrong = JsonObject.with("code", "AAAA-AAAA-AAA" + judged)
                    .with("password", "a password of mine")
                    .build();
            answer = stranger.post("/auth/claim", wrong);
            judged += answer.statusCode() == 401 ? 1 : 0;
        } while (answer.statusCode() == 401 && judged < 9);
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        assertThat(answer.body()).contains("too-many-tries").contains("not used up");
        assertThat(judged).isBetween(5, 8);
    }

    @Test
    void refusesAMessageOfTenMegabytesAndBrokenText() throws Exception {
        byte[] huge = JsonObject.with("id", "huge")
                .with("text", "x".repeat(10 << 20))
                .build()
                .toBytes();
        try {
            assertThat(panel.post("/api/sessions/big/messages", huge).statusCode())
                    .isEqualTo(413);
        } catch (IOException e) {
            // The breaker answers and hangs up while the rest is still being sent; this client may not see the answer.
            assertThat(e).isNotNull();
        }
        byte[] broken = "{\"id\":\"broken\",\"text\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1);
        HttpResponse<String> answer = panel.post("/api/sessions/big/messages", broken);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("UTF-8");
        assertThat(new Conversation(house, "big").history()).isEmpty();
    }

    @Test
    void reportsEveryCompartmentInStatus() throws Exception {
        JsonObject status = JsonObject.parse(house.run("status", "--json").out());

        assertThat(status.object("breaker").text("state")).isEqualTo("CLOSED");
        assertThat(status.object("lease").number("ageMillis")).isBetween(0L, 5_000L);
        assertThat(status.list("compartments").objects().stream().map(part -> part.text("name")))
                .containsExactlyInAnyOrderElementsOf(COMPARTMENTS);
        assertThat(status.list("compartments").objects())
                .allMatch(part -> part.text("state").equals("running")
                        && part.number("pid") > 0
                        && part.number("rssBytes") > 0
                        && part.number("pssBytes") > 0);
    }
}
