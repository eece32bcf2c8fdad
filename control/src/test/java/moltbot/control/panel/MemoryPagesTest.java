package moltbot.control.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.control.ControlProcess;
import moltbot.control.Front;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is remembered, as the owner's browser asks for it.
class MemoryPagesTest {
    private static final JsonObject JSON =
            JsonObject.with("content-type", "application/json").build();
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

    private ControlProcess control;
    private LinkClient breaker;

    private record Answer(int status, JsonObject headers, JsonObject json) {}

    @BeforeEach
    void start(@TempDir Path root) throws Exception {
        control = new ControlProcess(root);
        breaker = control.as("breaker");
    }

    @AfterEach
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
            byte[] piece;
            while ((piece = call.next()) != null) {
                whole.writeBytes(piece);
            }
            return new Answer(
                    (int) reply.number("status"), reply.object("headers"), JsonObject.parse(whole.toByteArray()));
        }
    }

    @Test
    void letsTheOwnerSeeAndMendWhatIsRememberedAndWritesItDown() throws Exception {
        JsonObject one = JsonObject.with("id", 7).with("text", "x").build();
        control.house().runtime().memories.add(one);
        byte[] text = JsonObject.with("text", "y").build().toBytes();

        Answer list = ask("GET", "/api/memory", JsonObject.EMPTY, new byte[0]);
        assertThat(list.json().list("memories").objects()).containsExactly(one);
        Answer export = ask("GET", "/api/memory/export", JsonObject.EMPTY, new byte[0]);
        assertThat(export.headers().text("content-disposition")).startsWith("attachment");
        assertThat(ask("POST", "/api/memory", JSON, text).status()).isEqualTo(200);
        assertThat(ask("POST", "/api/memory/7/edit", JSON, text).status()).isEqualTo(200);
        assertThat(ask("POST", "/api/memory/7/approve", JSON, NOTHING).status()).isEqualTo(200);
        assertThat(ask("POST", "/api/memory/404/forget", JSON, NOTHING).status())
                .isEqualTo(404);
        assertThat(ask("POST", "/api/memory/..%2f/forget", JSON, NOTHING)
                        .json()
                        .object("error")
                        .text("reason"))
                .isEqualTo("unknown-memory");

        assertThat(control.house().runtime().asked)
                .extracting(asked -> asked.text("operation") + " " + asked.numberOr("id", 0))
                .containsExactly("memory.save 0", "memory.save 7", "memory.approve 7");
    }
}
