package moltbot.control.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.seal.Seal;
import moltbot.control.ControlProcess;
import moltbot.control.Front;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images of a conversation as the breaker gets them: the real process before a runtime that gives whatever it likes.
class ImagesTest {
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 1, 2, 3, 4, 5, 6, 7, 8};

    @TempDir
    Path root;

    private record Answer(int status, JsonObject headers, byte[] body) {}

    private static Answer get(ControlProcess control, byte[] named) {
        String target = "/api/sessions/s/images/" + Seal.sha256Hex(named);
        try (LinkClient breaker = control.as("breaker");
                LinkCall call = breaker.open(
                        "http",
                        Front.request(control, "GET", target)
                                .with("headers", JsonObject.EMPTY)
                                .build())) {
            call.end();
            JsonObject reply = call.reply();
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            byte[] frame;
            while ((frame = call.next()) != null) {
                whole.writeBytes(frame);
            }
            return new Answer((int) reply.number("status"), reply.object("headers"), whole.toByteArray());
        }
    }

    /// What the runtime gives is looked at here: only an image of that very name passes, as an image and nothing else.
    @Test
    void servesImagesOfAConversationAndNothingElseAsOne() throws Exception {
        try (ControlProcess control = new ControlProcess(root)) {
            assertThat(get(control, JPEG).status()).isEqualTo(404);

            control.house().runtime().image = JPEG;
            Answer answer = get(control, JPEG);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(JPEG);
            assertThat(answer.headers().text("content-type")).isEqualTo("image/jpeg");
            assertThat(answer.headers().text("x-content-type-options")).isEqualTo("nosniff");
            assertThat(answer.headers().text("content-security-policy")).startsWith("default-src 'none'; sandbox;");
            assertThat(get(control, new byte[1]).status()).isEqualTo(404);

            for (String other : List.of("<script>alert(1)</script>", "%PDF-1.7 not an image", "<svg xmlns=''/>")) {
                byte[] bytes = other.getBytes(StandardCharsets.UTF_8);
                control.house().runtime().image = bytes;
                assertThat(get(control, bytes).status()).isEqualTo(404);
            }
        }
    }
}
