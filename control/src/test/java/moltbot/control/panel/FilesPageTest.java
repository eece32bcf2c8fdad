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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that the assistant gave, as the breaker gets them: the real process before a runtime that gives whatever it
/// likes.
class FilesPageTest {
    @TempDir
    Path root;

    private record Answer(int status, JsonObject headers, byte[] body) {}

    private static Answer get(ControlProcess control) {
        try (LinkClient breaker = control.as("breaker");
                LinkCall call = breaker.open(
                        "http",
                        Front.request(control, "GET", "/api/sessions/s/files/c1")
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

    @Test
    void letsNothingThatIsGivenRunOrPassForSomethingElse() throws Exception {
        try (ControlProcess control = new ControlProcess(root)) {
            assertThat(get(control).status()).isEqualTo(404);

            control.house().runtime().given = "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
            Answer page = get(control);
            assertThat(page.status()).isEqualTo(200);
            assertThat(new String(page.body(), StandardCharsets.UTF_8))
                    .isEqualTo("<script>alert(1)</script>".repeat(2));
            assertThat(page.headers().text("content-type")).isEqualTo("application/octet-stream");
            assertThat(page.headers().text("content-disposition"))
                    .isEqualTo("attachment; filename*=UTF-8''Bericht%20%22%C3%A4%22.html");
            assertThat(page.headers().text("x-content-type-options")).isEqualTo("nosniff");
            assertThat(page.headers().text("content-security-policy")).startsWith("default-src 'none'; sandbox;");

            control.house().runtime().given = "GIF89a and more".getBytes(StandardCharsets.UTF_8);
            Answer image = get(control);
            assertThat(image.headers().text("content-type")).isEqualTo("image/gif");
            assertThat(image.headers().text("content-disposition")).startsWith("inline; ");
            assertThat(image.headers().text("content-security-policy")).startsWith("default-src 'none'; sandbox;");
        }
    }
}
