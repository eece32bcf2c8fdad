package moltbot.contract.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.Test;

class ModelRequestTest {
    private static final Attachment PICTURE =
            new Attachment("image/png", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});

    @Test
    void carriesImagesOfPeopleAndOfToolsWithTheirBytesBeside() {
        Content.Media shown = PICTURE.media();
        ModelRequest request = new ModelRequest(
                "Be kind.",
                List.of(
                        new ModelMessage(ModelMessage.Role.USER, List.of(new Content.Text("Look"), shown)),
                        new ModelMessage(
                                ModelMessage.Role.ASSISTANT,
                                List.of(
                                        new Content.Opaque("anthropic", JsonObject.EMPTY),
                                        new Content.ToolUse("c1", "look", JsonObject.EMPTY))),
                        new ModelMessage(
                                ModelMessage.Role.USER,
                                List.of(new Content.ToolResult("c1", "seen", false, List.of(shown))))),
                List.of(),
                100,
                "t-1",
                "openai/gpt-chosen",
                Map.of(shown.sha256(), "iVBORw0KGgo="));

        assertThat(ModelRequest.fromJson(JsonObject.parse(request.toJson().toBytes())))
                .isEqualTo(request);
        assertThat(request.base64(shown)).contains("iVBORw0KGgo=");
    }

    @Test
    void takesNoKindThatNoModelReadsAndNothingTooLarge() {
        assertThatThrownBy(() -> new Attachment("text/html", new byte[1])).isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> new Attachment("image/png", new byte[Attachment.MAX_BYTES + 1]))
                .isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> new Content.Media("image/png", "../../etc/passwd", 1))
                .isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> new ModelRequest("", List.of(ModelMessage.user("x")), List.of(), 1)
                        .withMedia(Map.of("a", "x".repeat(ModelRequest.MAX_MEDIA_CHARS + 1))))
                .isInstanceOf(ContractException.class);
    }

    @Test
    void knowsAPictureByItsFirstBytesAlone() {
        assertThat(Attachment.recognise(PICTURE.bytes()).orElseThrow().media()).isEqualTo(PICTURE.media());
        assertThat(Attachment.recognise(Arrays.copyOf(
                                "RIFF1234WEBPVP8 ".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 16))
                        .orElseThrow()
                        .mediaType())
                .isEqualTo("image/webp");
        assertThat(Attachment.recognise("plain text".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isEmpty();
        assertThat(Attachment.recognise(new byte[0])).isEmpty();
    }
}
