package moltbot.gateway.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.MultipartField;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressLimits;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.gateway.vault.Vault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Against a server of OpenAI's interface for transcripts, and OpenAI's own client as the measure of it.
@Timeout(60)
class RemoteTranscriberTest {
    private static final byte[] OGG = "OggS\u0000 and so on".getBytes(StandardCharsets.ISO_8859_1);
    private static final String KEY = "speech-key-7f3a";

    @TempDir
    Path folder;

    private volatile Reply reply = said("{\"text\":\" Turn on the light. \\n\"}");
    private ModelServer server;
    private Egress egress;
    private Vault vault;

    @BeforeEach
    void start() throws Exception {
        server = ModelServer.start(0, _ -> reply);
        vault = Vault.open(folder, Optional.empty());
        egress = new Egress(settings().origins(), vault.access(), EgressLimits.DEFAULT);
    }

    @AfterEach
    void stop() throws Exception {
        egress.close();
        server.close();
    }

    private static Reply said(String json) {
        return Reply.stream("application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    private SpeechSettings settings() {
        return new SpeechSettings(Optional.of(URI.create(server.url() + "/v1")), "whisper-1", 3);
    }

    private Transcriber transcriber() {
        return settings()
                .transcriber(egress, vault, () -> Instant.EPOCH, ZoneOffset.UTC)
                .orElseThrow();
    }

    private static List<String> fields(Asked asked) {
        return Pattern.compile("(?i)content-disposition: form-data; ?([^\r\n]*)")
                .matcher(new String(asked.body(), StandardCharsets.ISO_8859_1))
                .results()
                .map(found -> found.group(1).replace(" ", "").replace("filename=\"\"", ""))
                .sorted()
                .toList();
    }

    @Test
    void sendsTheSoundAndReadsWhatWasHeard() throws Exception {
        vault.set(RemoteTranscriber.SECRET, KEY);
        assertThat(transcriber().transcribe(OGG, "ogg")).isEqualTo("Turn on the light.");

        Asked asked = server.next();
        assertThat(asked.path()).isEqualTo("/v1/audio/transcriptions");
        assertThat(asked.headers()).containsEntry("authorization", "Bearer " + KEY);
        assertThat(fields(asked))
                .containsExactly("name=\"file\";filename=\"voice.ogg\"", "name=\"model\"", "name=\"response_format\"");
        assertThat(new String(asked.body(), StandardCharsets.ISO_8859_1))
                .contains("\r\n\r\nwhisper-1\r\n", "\r\n\r\njson\r\n", "\r\n\r\nOggS\u0000 and so on\r\n--");
    }

    @Test
    void asksAsOpenAisOwnClientDoes() throws Exception {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(server.url() + "/v1")
                .apiKey("key")
                .maxRetries(0)
                .build();
        client.audio()
                .transcriptions()
                .create(TranscriptionCreateParams.builder()
                        .model("whisper-1")
                        .file(MultipartField.<InputStream>builder()
                                .value(new ByteArrayInputStream(OGG))
                                .filename("voice.ogg")
                                .build())
                        .responseFormat(com.openai.models.audio.AudioResponseFormat.JSON)
                        .build());
        Asked theirs = server.next();
        assertThat(transcriber().transcribe(OGG, "ogg")).isNotEmpty();
        Asked ours = server.next();

        assertThat(ours.path()).isEqualTo(theirs.path());
        assertThat(fields(ours)).isEqualTo(fields(theirs));
        assertThat(ours.headers()).as("there is no key in the vault").doesNotContainKey("authorization");
    }

    private void refuses(String why) {
        assertThatThrownBy(() -> transcriber().transcribe(OGG, "ogg"))
                .hasMessage(why)
                .hasFieldOrPropertyWithValue("reason", "no-transcript");
    }

    @Test
    void saysWhyThereIsNone() throws Exception {
        reply = Reply.failure(401, "{\"error\":{\"message\":\"bad key\"}}");
        refuses("what writes them down does not accept the key");
        reply = Reply.failure(500, "oops");
        refuses("what writes them down could not do it");
        reply = said("<html>");
        refuses("what writes them down did not answer");
        reply = said("{\"words\":1}");
        refuses("what writes them down did not answer");
        reply = said("{\"text\":\"x\"}").first(4).ending(Reply.End.CUT);
        refuses("what writes them down did not answer");
        server.close();
        refuses("what writes them down did not answer");
    }

    @Test
    void keepsToItsShareOfADay() throws Exception {
        Transcriber three = transcriber();
        for (int i = 0; i < 3; i++) {
            three.transcribe(OGG, "ogg");
        }
        assertThatThrownBy(() -> three.transcribe(OGG, "ogg"))
                .hasMessage("as many as a day may have were written down today");
    }

    @Test
    void cutsWhatIsTooLongBetweenSigns() throws Exception {
        reply = said("{\"text\":\"x" + "\ud83d\ude00".repeat(RemoteTranscriber.MOST_CHARS) + "\"}");
        String text = transcriber().transcribe(OGG, "ogg");
        assertThat(text).hasSize(RemoteTranscriber.MOST_CHARS - 1).endsWith("\ude00");
    }

    @Test
    void saysNothingWhereItCouldBeHeardOnTheWay() {
        assertThatThrownBy(() ->
                        SpeechSettings.fromJson(moltbot.contract.json.JsonObject.with("url", "http://192.0.2.1/v1")
                                .build()))
                .hasMessageContaining("would be heard on the way");
        assertThat(SpeechSettings.fromJson(moltbot.contract.json.JsonObject.EMPTY)
                        .transcriber(egress, vault, () -> Instant.EPOCH, ZoneOffset.UTC))
                .isEmpty();
    }

    @Test
    void tellsSoundByHowItBegins() {
        assertThat(Audio.kind(OGG)).contains("ogg");
        assertThat(Audio.kind(bytes("ID3\u0004"))).contains("mp3");
        assertThat(Audio.kind(bytes("\u00ff\u00fb\u0090"))).contains("mp3");
        assertThat(Audio.kind(bytes("RIFF\u0001\u0002\u0003\u0004WAVEfmt "))).contains("wav");
        assertThat(Audio.kind(bytes("RIFF\u0001\u0002\u0003\u0004WEBPVP8 "))).isEmpty();
        assertThat(Audio.kind(bytes("fLaC"))).contains("flac");
        assertThat(Audio.kind(bytes("\u00ff\u00f1P"))).contains("aac");
        assertThat(Audio.kind(bytes("\u0000\u0000\u0000\u001cftypM4A mp42"))).contains("m4a");
        assertThat(Audio.kind(bytes("\u0000\u0000\u0000\u001cftypisom")))
                .as("a film")
                .isEmpty();
        assertThat(Audio.kind(bytes("\u00ff\u00d8\u00ff"))).as("a photo").isEmpty();
        assertThat(Audio.kind(bytes("Og"))).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
