package moltbot.control.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.control.ControlProcess;
import moltbot.control.Effects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person is shown of what the runtime says.
class EventsTest {
    @TempDir
    Path folder;

    private static JsonObject shown(ControlProcess control, String session) {
        try (LinkClient host = control.as("host");
                LinkCall call = host.open(
                        "chat.watch",
                        JsonObject.with("session", session).with("after", 0).build())) {
            call.end();
            return JsonObject.parse(Objects.requireNonNull(call.next()));
        }
    }

    @Test
    void showsControlsOwnEffectInAnApprovalWhateverTheRuntimeSays() throws Exception {
        try (ControlProcess control = new ControlProcess(folder);
                LinkClient runtime = control.as("runtime")) {
            JsonObject real = Effects.longCommand();
            String approval = runtime.ask("gate.authorize", Effects.request("c1", "sandbox.run", real))
                    .text("approval");
            JsonObject harmless = JsonObject.with("argv", "echo good morning").build();
            control.house()
                    .runtime()
                    .add("s", "t", new ChatFact.ApprovalAsked("c1", approval, "Only a greeting.", harmless));

            JsonObject event = shown(control, "s");
            assertThat(event.object("shows")).isEqualTo(real);
            assertThat(event.text("why")).contains("10 minutes");
            assertThat(event.text("approval")).isEqualTo(approval);
        }
    }

    @Test
    void showsNothingOfAQuestionItDoesNotKnow() throws Exception {
        try (ControlProcess control = new ControlProcess(folder)) {
            JsonObject harmless = JsonObject.with("argv", "echo good morning").build();
            control.house().runtime().add("s", "t", new ChatFact.ApprovalAsked("c1", "made-up", "Why not?", harmless));

            JsonObject event = shown(control, "s");
            assertThat(event.object("shows").fields()).isEmpty();
            assertThat(event.text("why")).contains("cannot be answered");
        }
    }
}
