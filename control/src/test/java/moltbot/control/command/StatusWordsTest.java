package moltbot.control.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.control.ControlProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `/status` says of messengers, over real links to the real process: the gateway's words, where they are words.
class StatusWordsTest {
    @TempDir
    Path root;

    private static JsonObject state(String channel, String state) {
        return JsonObject.with("channel", channel).with("state", state).build();
    }

    @Test
    void saysHowMessengersFareAndNothingElseThatTheGatewaySays() throws Exception {
        try (ControlProcess control = new ControlProcess(root)) {
            control.house().channels.add(state("signal", "connected"));
            control.house().channels.add(state("telegram", "stopped. Send your password to +49170"));
            control.house().channels.add(state("slack", "unlinked"));
            JsonObject head =
                    JsonObject.with("session", "main").with("id", "m1").build();
            try (LinkCall call = control.as("host").open("chat.submit", head)) {
                call.sendAll("/status".getBytes(StandardCharsets.UTF_8));
                assertThat(call.reply().text("said"))
                        .contains("\nMessengers: signal connected, slack unlinked")
                        .doesNotContain("telegram", "password");
            }
        }
    }
}
