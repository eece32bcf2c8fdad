package moltbot.control.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import moltbot.contract.ContractException;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.control.ControlProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostChatTest {
    @Test
    void letsTheHostTalkAsTheOwner(@TempDir Path root) throws Exception {
        try (ControlProcess control = new ControlProcess(root)) {
            LinkClient host = control.as("host");
            JsonObject head = JsonObject.with("session", "s").with("id", "m1").build();
            byte[] text = "Grüße\n\"hi\"".getBytes(StandardCharsets.UTF_8);
            assertThat(host.ask("chat.submit", head, text).flag("duplicate")).isFalse();
            assertThat(control.house().runtime().taken())
                    .containsExactly(new InboundMessage("m1", "host", "owner", "s", "Grüße\n\"hi\""));
            JsonObject watch = JsonObject.with("session", "s").with("after", -1).build();
            try (LinkCall call = host.open("chat.watch", watch)) {
                call.end();
                assertThat(new String(call.next(), StandardCharsets.UTF_8)).contains("user_message");
                assertThat(new String(call.next(), StandardCharsets.UTF_8)).contains("ready");
            }
            assertThat(host.ask("chat.sessions", JsonObject.EMPTY)
                            .list("sessions")
                            .values())
                    .hasSize(1);
            assertThatThrownBy(() -> host.ask("chat.submit", head, new byte[] {(byte) 0xc0}))
                    .isInstanceOf(ContractException.class)
                    .hasMessageContaining("UTF-8");
            assertThatThrownBy(() -> host.ask("chat.submit", head, new byte[300_000]))
                    .isInstanceOfSatisfying(
                            ContractException.class, e -> assertThat(e.reason()).isEqualTo("too-large"));
        }
    }
}
