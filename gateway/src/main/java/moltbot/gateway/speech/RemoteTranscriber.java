package moltbot.gateway.speech;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import moltbot.contract.ContractException;
import moltbot.contract.Cut;
import moltbot.contract.chat.SentFile;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.egress.Credential;
import moltbot.gateway.egress.DailyCount;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressAnswer;
import moltbot.gateway.egress.EgressUpload;
import moltbot.gateway.egress.Multipart;
import moltbot.gateway.vault.Secrets;

/// A program or provider that speaks OpenAI's interface for transcripts, as servers of Whisper do. One at a time.
///
/// [API](https://platform.openai.com/docs/api-reference/audio/createTranscription)
public final class RemoteTranscriber implements Transcriber {
    /// Its key in the vault; sent where there is one.
    public static final String SECRET = "speech-api-key";

    /// Longest text of a voice message; more is cut off.
    static final int MOST_CHARS = SentFile.MAX_SPOKEN / 4;

    private static final System.Logger LOG = System.getLogger("speech");
    private static final int MOST_BYTES = 256 << 10;

    private final Egress egress;
    private final Secrets secrets;
    private final URI target;
    private final String model;
    private final DailyCount count;
    private final Semaphore room = new Semaphore(1, true);

    /// @param base  up to `/v1`
    public RemoteTranscriber(Egress egress, Secrets secrets, URI base, String model, DailyCount count) {
        this.egress = egress;
        this.secrets = secrets;
        this.target = URI.create(base.toString().replaceAll("/+$", "") + "/audio/transcriptions");
        this.model = model;
        this.count = count;
    }

    @Override
    public String transcribe(byte[] sound, String kind) throws InterruptedException {
        room.acquire();
        try {
            count.one();
            Multipart form = Multipart.of(
                    JsonObject.with("model", model)
                            .with("response_format", "json")
                            .build(),
                    "file",
                    "voice." + kind,
                    "application/octet-stream",
                    sound);
            Optional<Credential> key =
                    secrets.find(SECRET).map(secret -> new Credential.InHeader("authorization", "Bearer ", secret));
            try (EgressAnswer answer = egress.upload(new EgressUpload(
                    target, Map.of("accept", "application/json"), key, form.contentType(), form.body()))) {
                return text(answer);
            }
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "A voice message was not written down: {0}", e.getMessage());
            if (e.reason().equals("no-transcript")) {
                throw e;
            }
            ContractException refusal = e.reason().equals(SpeechSettings.USED_UP)
                    ? none("as many as a day may have were written down today")
                    : none("what writes them down did not answer");
            refusal.initCause(e);
            throw refusal;
        } finally {
            room.release();
        }
    }

    private static String text(EgressAnswer answer) throws InterruptedException {
        if (answer.status() != 200) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "What writes voice messages down answered with status {0}: {1}",
                    answer.status(),
                    answer.explanation());
            throw none(
                    answer.status() == 401 || answer.status() == 403
                            ? "what writes them down does not accept the key"
                            : "what writes them down could not do it");
        }
        return Cut.of(JsonObject.parse(answer.body(MOST_BYTES)).text("text").strip(), MOST_CHARS);
    }

    private static ContractException none(String why) {
        return ContractException.refused("no-transcript", why);
    }
}
