package moltbot.gateway.channel.signal;

import static org.assertj.core.api.Assertions.assertThat;

import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.testsignal.Envelopes;
import moltbot.gateway.testsignal.SignalWorld;
import org.junit.jupiter.api.Test;

/// What is read of what signal-cli tells.
class EnvelopeTest {
    @Test
    void halvesNoSignOfWhatIsAnsweredTo() {
        JsonObject quote = JsonObject.with("id", 5)
                .with("text", "a".repeat(499) + "\uD83D\uDE00 and more")
                .build();
        JsonObject message = Envelopes.of("11111111-1111-4111-8111-111111111111", "Anna", 9)
                .with(
                        "dataMessage",
                        Envelopes.data(9, "and this?").with("quote", quote).build())
                .build();
        assertThat(Envelope.read(SignalWorld.ACCOUNT, "", message))
                .map(Incoming::text)
                .contains("> " + "a".repeat(499) + "…\n\nand this?");
    }
}
