package moltbot.control.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.control.ControlProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the guardian may say to control, over real links to the real process.
class GuardianLinkTest {
    private static final JsonObject NOTICE = JsonObject.with("id", "n1")
            .with("title", "Moltbot is blocked")
            .with("text", "Check L2 failed.")
            .build();
    private static final JsonObject BYPASS = JsonObject.with("what", "began")
            .with("id", "id1")
            .with("check", "S2")
            .with("subject", "")
            .with("reason", "moving house")
            .with("lifeMillis", 60_000)
            .build();

    @TempDir
    Path root;

    private ControlProcess control;
    private LinkClient guardian;

    @BeforeEach
    void start() throws Exception {
        control = new ControlProcess(root);
        guardian = control.as("guardian");
    }

    @AfterEach
    void stop() {
        control.close();
    }

    private List<JsonObject> audit() throws Exception {
        return Files.readAllLines(control.data().resolve("audit/audit.jsonl")).stream()
                .map(JsonObject::parse)
                .toList();
    }

    @Test
    void aBypassIsInTheAuditWhenItBeginsEndsAndIsOver() throws Exception {
        for (String what : List.of("began", "ended", "over")) {
            guardian.ask(
                    "guardian.bypass", BYPASS.toBuilder().with("what", what).build());
        }
        assertThat(audit().stream().map(record -> record.text("kind")))
                .containsExactly("bypass.began", "bypass.ended", "bypass.over");
        JsonObject began = audit().getFirst().object("detail");
        assertThat(began.text("check")).isEqualTo("S2");
        assertThat(began.text("reason")).isEqualTo("moving house");
        assertThat(began.number("lifeMillis")).isEqualTo(60_000);
        assertThat(control.as("host").ask("audit.verify", JsonObject.EMPTY).flag("ok"))
                .isTrue();
    }

    @Test
    void nobodyElseRecordsOneAndNothingElseIsRecorded() throws Exception {
        for (String peer : List.of("runtime", "breaker", "host")) {
            assertThatThrownBy(() -> control.as(peer).ask("guardian.bypass", BYPASS))
                    .as(peer)
                    .isInstanceOf(ContractException.class);
            assertThatThrownBy(() -> control.as(peer).ask("guardian.notice", NOTICE))
                    .as(peer)
                    .isInstanceOf(ContractException.class);
        }
        JsonObject odd = BYPASS.toBuilder().with("what", "authorize").build();
        assertThatThrownBy(() -> guardian.ask("guardian.bypass", odd)).isInstanceOf(ContractException.class);
        JsonObject endless = BYPASS.toBuilder().with("reason", "x".repeat(301)).build();
        assertThatThrownBy(() -> guardian.ask("guardian.bypass", endless)).isInstanceOf(ContractException.class);
        assertThat(audit()).isEmpty();
        assertThat(control.house().runtime().notices()).isEmpty();
    }

    @Test
    void theRuntimeAloneIsToldWhetherThePanelIsBlockedAndWhy() {
        assertThat(control.as("runtime").ask("guard.state", JsonObject.EMPTY))
                .isEqualTo(JsonObject.with("blocked", false).with("why", "").build());
        control.house()
                .trips(JsonObject.with("id", "t1")
                        .with("check", "S2")
                        .with("reason", "Others can read the data.")
                        .build());
        assertThat(control.as("runtime").ask("guard.state", JsonObject.EMPTY))
                .isEqualTo(JsonObject.with("blocked", true)
                        .with("why", "Why: Others can read the data. (S2)")
                        .build());
        for (String peer : List.of("gateway", "guardian", "host")) {
            assertThatThrownBy(() -> control.as(peer).ask("guard.state", JsonObject.EMPTY))
                    .as(peer)
                    .isInstanceOf(ContractException.class);
        }
    }

    @Test
    void aNoticeIsHandedToTheOwnersOwnConversation() {
        guardian.ask("guardian.notice", NOTICE);
        assertThat(control.house().runtime().notices())
                .containsExactly(JsonObject.with("sender", "owner")
                        .with("session", "guard")
                        .with("id", "n1")
                        .with("code", "guard")
                        .with("title", "Moltbot is blocked")
                        .with("text", "Moltbot is blocked. Check L2 failed.")
                        .with("addresses", JsonArray.EMPTY)
                        .build());
        JsonObject endless = NOTICE.toBuilder().with("text", "x".repeat(700)).build();
        assertThatThrownBy(() -> guardian.ask("guardian.notice", endless)).isInstanceOf(ContractException.class);
    }
}
