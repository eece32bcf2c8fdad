package moltbot.gateway.speech;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.egress.DailyCount;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressLimits;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.vault.Secrets;

/// Who writes voice messages down, if anybody.
///
/// @param base    where OpenAI's interface for it is, up to `/v1`
/// @param model   which of its models
/// @param perDay  how many a day may have
public record SpeechSettings(Optional<URI> base, String model, int perDay) {
    /// A messenger's other messages wait meanwhile.
    public static final EgressLimits LIMITS =
            new EgressLimits(Duration.ofSeconds(4), Duration.ofSeconds(60), Duration.ofSeconds(20), 1 << 20, 1 << 20);

    static final String USED_UP = "speech-budget";

    private static final int USUAL_PER_DAY = 200;
    private static final int MOST_PER_DAY = 100_000;

    public static SpeechSettings fromJson(JsonObject json) {
        String url = json.textOr("url", "");
        long perDay = json.numberOr("perDay", USUAL_PER_DAY);
        if (perDay < 0 || perDay > MOST_PER_DAY) {
            throw ContractException.malformed("The setting 'speech.per-day' is from 0 to " + MOST_PER_DAY + ".");
        }
        return new SpeechSettings(
                url.isEmpty() ? Optional.empty() : Optional.of(base(url)), json.textOr("model", "whisper-1"), (int)
                        perDay);
    }

    private static URI base(String url) {
        try {
            URI base = new URI(url);
            Origin origin = Origin.of(base);
            if (!origin.confidential()) {
                throw ContractException.malformed("The setting 'speech.url' must be an https:// address, or one on this"
                        + " machine: what people say is sent there, and would be heard on the way.");
            }
            return base;
        } catch (URISyntaxException e) {
            throw new ContractException(
                    ContractException.Code.MALFORMED,
                    "The setting 'speech.url' must look like http://127.0.0.1:8000/v1.",
                    e);
        }
    }

    /// Where the gateway may go for it.
    public List<Origin> origins() {
        return base.map(Origin::of).stream().toList();
    }

    /// Whoever it is; nobody where the owner chose none.
    public Optional<Transcriber> transcriber(Egress egress, Secrets secrets, InstantSource clock, ZoneId zone) {
        DailyCount count = new DailyCount(clock, zone, perDay, USED_UP, "voice messages were written down.");
        return base.map(place -> new RemoteTranscriber(egress, secrets, place, model, count));
    }
}
