package moltbot.systemtest.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.gateway.testsignal.Envelopes;
import moltbot.systemtest.house.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that people send through Signal to a real house whose signal-cli is a stand-in.
class FilesSignalTest {
    private static final String ANNA = "11111111-1111-4111-8111-111111111111";
    private static final byte[] PNG = "\u0089PNG\r\n\u001a\n and so on".getBytes(StandardCharsets.ISO_8859_1);

    @TempDir
    Path folder;

    private final List<String> heard = new CopyOnWriteArrayList<>();

    private Reply answer(Asked asked) {
        heard.add(asked.json().toString());
        String last = asked.json().list("messages").objects().getLast().toString();
        if (last.contains("back, please")) {
            JsonObject path = JsonObject.with("path", "received/look.png").build();
            return AnthropicWire.reply(Answer.call("Gladly.", "toolu_1", "send_file", path));
        }
        return AnthropicWire.reply(Answer.text("I see it."));
    }

    private static void sends(SignalHouse signal, long time, String attachment, String name, int size) {
        JsonObject file = Envelopes.file(attachment, "image/png", name, size);
        signal.world().deliver(time, Envelopes.withFile(ANNA, time, null, file));
    }

    @Test
    void showsTheModelAPictureOfSomebodyWhoIsLetInAndFetchesNothingOfAStrangers() throws Exception {
        String said = "{\"text\":\"Turn on the light.\"}";
        try (ModelServer model = ModelServer.start(0, this::answer);
                ModelServer whisper = ModelServer.start(
                        0, _ -> Reply.stream("application/json", said.getBytes(StandardCharsets.UTF_8)));
                SignalHouse signal = SignalHouse.up(folder, model, "speech:\n  url: " + whisper.url() + "/v1\n")) {
            signal.world().keep("stranger", PNG).keep("friend", PNG);
            sends(signal, 1, "stranger", "look.png", PNG.length);
            String answer = signal.got(ANNA, 1).getFirst();
            assertThat(answer).contains("have not read your message");
            assertThat(signal.world().fetched())
                    .as("what was fetched of a stranger's")
                    .isEmpty();

            signal.house().run("pairing", "approve", answer.replaceAll("(?s).*: ", ""));
            sends(signal, 2, "friend", "../../look.png", PNG.length);
            assertThat(signal.got(ANNA, 2).getLast()).isEqualTo("I see it.");
            assertThat(heard.getLast())
                    .contains("received/look.png")
                    .contains(Base64.getEncoder().encodeToString(PNG));

            sends(signal, 3, "gone", "gone.png", PNG.length);
            assertThat(signal.got(ANNA, 3).getLast()).isEqualTo("I see it.");
            assertThat(heard.getLast())
                    .contains("File 1 of this message was not taken: Signal could not give it. Tell them so.");
            assertThat(signal.world().fetched()).containsExactly("friend", "gone");

            byte[] sound = "OggS and so on".getBytes(StandardCharsets.ISO_8859_1);
            signal.world().keep("note", sound);
            sends(signal, 4, "note", "note.ogg", sound.length);
            assertThat(signal.got(ANNA, 4).getLast()).isEqualTo("I see it.");
            assertThat(heard.getLast()).contains("\\n| Turn on the light.\\n");

            signal.writes(ANNA, 5, "the first one back, please");
            Await.until(
                    "the file",
                    SignalHouse.PATIENCE,
                    () -> !signal.world().filesSentTo(ANNA).isEmpty());
            assertThat(signal.world().filesSentTo(ANNA))
                    .containsExactly("look.png " + new String(PNG, StandardCharsets.UTF_8));
            assertThat(signal.got(ANNA, 7).get(4)).as("what was said before it").isEqualTo("Gladly.");
        }
    }
}
