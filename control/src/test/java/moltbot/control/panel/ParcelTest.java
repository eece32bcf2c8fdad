package moltbot.control.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import moltbot.contract.chat.SentFile;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.control.ControlProcess;
import moltbot.control.Effects;
import moltbot.control.Front;
import moltbot.control.Parcels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Messages with files, as the breaker brings them and as the runtime gets them.
class ParcelTest {
    @TempDir
    Path root;

    private ControlProcess control;

    @BeforeEach
    void start() throws Exception {
        control = new ControlProcess(root);
    }

    @AfterEach
    void stop() {
        control.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Sends it in pieces, as it comes from the network.
    private JsonObject post(byte[] body) {
        JsonObject headers =
                JsonObject.with("content-type", "application/octet-stream").build();
        try (LinkClient breaker = control.as("breaker");
                LinkCall call = breaker.open(
                        "http",
                        Front.request(control, "POST", "/api/sessions/s/messages")
                                .with("headers", headers)
                                .build())) {
            for (int from = 0; from < body.length; from += 1_000) {
                call.send(Arrays.copyOfRange(body, from, Math.min(body.length, from + 1_000)));
            }
            call.end();
            JsonObject reply = call.reply();
            byte[] said = call.next();
            return JsonObject.with("status", reply.number("status"))
                    .with("body", JsonObject.parse(said == null ? bytes("{}") : said))
                    .build();
        }
    }

    private static String reason(JsonObject answer) {
        return answer.object("body").object("error").text("reason");
    }

    @Test
    void handsWordsAndFilesOnUnderPlainNames() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("../../.ssh/authorized_keys", "k".repeat(2_500).getBytes(StandardCharsets.UTF_8));
        files.put("leer", new byte[0]);
        files.put("Ur\u202Egpj.exe\n", bytes("MZ"));

        assertThat(post(Parcels.of("m1", "What are these? ä", files)).number("status"))
                .isEqualTo(202);

        assertThat(control.house().runtime().taken()).singleElement().satisfies(message -> {
            assertThat(message.text()).isEqualTo("What are these? ä");
            assertThat(message.channel()).isEqualTo("panel");
            assertThat(message.files())
                    .containsExactly(
                            new SentFile("authorized_keys", 2_500),
                            new SentFile("leer", 0),
                            new SentFile("Urgpj.exe", 2));
        });
        assertThat(control.house().runtime().parcels.get("m1")).isEqualTo(bytes("k".repeat(2_500) + "MZ"));
    }

    /// That would put a text of any length before the model, behind the mark of what somebody said.
    @Test
    void takesNobodysWordThatAFileIsWhatWasSaid() {
        byte[] body =
                bytes("{\"id\":\"m1\",\"textBytes\":1,\"files\":[{\"name\":\"a\",\"size\":1,\"spoken\":true}]}\nxy");
        assertThat(post(body).number("status")).isEqualTo(202);
        assertThat(control.house().runtime().taken())
                .singleElement()
                .satisfies(message -> assertThat(message.files()).containsExactly(new SentFile("a", 1)));
    }

    @Test
    void takesAPictureWithoutAWord() {
        assertThat(post(Parcels.of("m1", "", Map.of("a.png", bytes("x")))).number("status"))
                .isEqualTo(202);
        assertThat(reason(post(Parcels.of("m2", " ", Map.of())))).isEqualTo("empty-message");
    }

    @Test
    void refusesWhatDoesNotSayWhatComes() {
        assertThat(reason(post(bytes("no line at all")))).isEqualTo("malformed");
        assertThat(reason(post(bytes("{\"id\":\"m1\",\"textBytes\":9}\nshort"))))
                .isEqualTo("malformed");
        assertThat(reason(post(bytes("{\"id\":\"m1\",\"textBytes\":-1}\nx")))).isEqualTo("too-large");
        assertThat(reason(post(bytes("{\"id\":\"m1\",\"textBytes\":9000000}\nx"))))
                .isEqualTo("too-large");
        assertThat(reason(post(bytes("x".repeat(20_000))))).isEqualTo("malformed");
        String much = "{\"name\":\"a\",\"size\":" + SentFile.MAX_BYTES + "}";
        assertThat(reason(post(bytes("{\"id\":\"m1\",\"textBytes\":1,\"files\":[" + much + "," + much + "]}\nx"))))
                .isEqualTo("files-too-large");
        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 0; i <= SentFile.MAX_FILES; i++) {
            many.put("f" + i, new byte[1]);
        }
        assertThat(reason(post(Parcels.of("m1", "x", many)))).isEqualTo("too-many-files");
        assertThat(control.house().runtime().taken()).isEmpty();
    }

    /// Whoever sends a file on need not have made it: from then on control holds the conversation for the worst,
    /// whatever the runtime says of it.
    @Test
    void holdsAConversationThatGotAFileForTheWorst() {
        try (LinkClient runtime = control.as("runtime")) {
            assertThat(post(Parcels.of("m1", "Hello", Map.of())).number("status"))
                    .isEqualTo(202);
            assertThat(schedule(runtime, "c1")).isEqualTo("allow");

            assertThat(post(Parcels.of("m2", "Hello", Map.of("bill.pdf", bytes("%PDF-"))))
                            .number("status"))
                    .isEqualTo(202);
            assertThat(schedule(runtime, "c2")).isEqualTo("ask");
        }
    }

    private static String schedule(LinkClient runtime, String call) {
        JsonObject shows = Effects.schedule("000000000000000" + call.substring(1));
        return runtime.ask("gate.authorize", Effects.request(call, "schedule.make", shows))
                .text("decision");
    }
}
