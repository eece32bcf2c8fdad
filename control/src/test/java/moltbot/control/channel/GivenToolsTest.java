package moltbot.control.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Address.Kind;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.control.ControlProcess;
import moltbot.control.Effects;
import moltbot.control.Parcels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which tools the owner gave a group or a person, as the runtime meets it at each call, over real links to the real
/// process.
class GivenToolsTest {
    private static final Address ANNA = new Address("signal", "+49", Kind.DIRECT, "anna");
    private static final Address GROUP = new Address("telegram", "7", Kind.GROUP, "-1001");
    private static final JsonObject COMMAND = Effects.command(SandboxLimits.STANDARD);

    @TempDir
    Path root;

    private ControlProcess control;
    private LinkClient gateway;
    private LinkClient host;
    private LinkClient runtime;
    private int calls;

    @BeforeEach
    void start() throws Exception {
        control = new ControlProcess(root);
        gateway = control.as("gateway");
        host = control.as("host");
        runtime = control.as("runtime");
    }

    @AfterEach
    void stop() {
        control.close();
    }

    private void letIn(Address place, boolean owner) {
        JsonObject head = JsonObject.with("id", "knock")
                .with("who", place.kind() == Kind.DIRECT ? place.toJson() : ANNA.toJson())
                .with("place", place.toJson())
                .with("name", "somebody")
                .with("self", false)
                .build();
        try (LinkCall call = gateway.open("channel.inbound", head)) {
            call.sendAll(Parcels.of("", "let me in"));
            call.reply();
            while (call.next() != null) {
                continue;
            }
        }
        String code = host.ask("pairing.list", JsonObject.EMPTY)
                .list("waiting")
                .objects()
                .getFirst()
                .text("code");
        host.ask(
                "pairing.approve",
                JsonObject.with("code", code).with("owner", owner).build());
    }

    private void give(Address whom, String... tools) {
        host.ask(
                "pairing.tools",
                JsonObject.with("key", whom.key())
                        .with("tools", JsonArray.ofTexts(List.of(tools)))
                        .build());
    }

    private JsonObject wants(Address who, String session, String effect, JsonObject shows) {
        return runtime.ask(
                "gate.authorize",
                Effects.request("c" + calls++, effect, shows, Label.WORST).toBuilder()
                        .with("sender", who.key())
                        .with("session", session)
                        .build());
    }

    private String runs(Address who, String session) {
        return wants(who, session, "sandbox.run", COMMAND).text("decision");
    }

    private List<String> given(Address who, String session) {
        return runtime.ask(
                        "gate.tools",
                        JsonObject.with("sender", who.key())
                                .with("session", session)
                                .build())
                .list("tools")
                .texts();
    }

    @Test
    void aGroupHasTheToolsItWasGivenInEachConversationOfItAndNoOthers() throws Exception {
        letIn(GROUP, false);
        letIn(ANNA, false);
        assertThat(runs(ANNA, GROUP.key())).as("all there are, at first").isEqualTo("allow");

        give(GROUP, "web", "files");
        for (String session : List.of(GROUP.key(), GROUP.key() + "-2", GROUP.key() + ".77", GROUP.key() + ".77-1")) {
            JsonObject denied = wants(ANNA, session, "sandbox.run", COMMAND);
            assertThat(denied.text("decision")).as(session).isEqualTo("deny");
            assertThat(denied.text("why"))
                    .isEqualTo("The owner did not give this conversation tools for 'commands'. It has: files, web.");
            assertThat(given(ANNA, session)).as(session).containsExactly("files", "web");
        }
        assertThat(runs(ANNA, "direct")).as("her own conversation").isEqualTo("allow");
        assertThat(runs(ANNA, "direct-3")).isEqualTo("allow");

        control.killAndRestart();
        assertThat(runs(ANNA, GROUP.key())).as("after a restart").isEqualTo("deny");
        give(GROUP);
        assertThat(given(ANNA, GROUP.key())).isEmpty();
        host.ask(
                "pairing.tools",
                JsonObject.with("key", GROUP.key()).with("tools", "all").build());
        assertThat(runs(ANNA, GROUP.key())).as("all again").isEqualTo("allow");
    }

    @Test
    void whatIsHeldOpenIsWhatItIs() {
        letIn(ANNA, false);
        JsonObject held = new SandboxHold(SandboxSpec.fromJson(COMMAND), Duration.ofMinutes(1)).toJson();
        assertThat(wants(ANNA, "direct", "sandbox.hold", held).text("decision")).isEqualTo("ask");
        give(ANNA, "browser", "servers");
        assertThat(wants(ANNA, "direct", "sandbox.hold", held).text("decision")).isEqualTo("deny");
    }

    @Test
    void whatIsDoneLaterHasNoMoreThanWhereItWasAskedFor() throws Exception {
        letIn(GROUP, false);
        letIn(ANNA, false);
        String later = "schedule-" + "1".repeat(16);
        give(GROUP, "schedule");
        JsonObject asked = wants(ANNA, GROUP.key(), "schedule.make", Effects.schedule("1".repeat(16)));
        assertThat(asked.text("decision")).isEqualTo("ask");

        assertThat(runs(ANNA, later)).isEqualTo("deny");
        host.ask(
                "approval.answer",
                JsonObject.with("approval", asked.text("approval"))
                        .with("decision", "approve")
                        .build());
        runtime.ask(
                "gate.await",
                JsonObject.with("approval", asked.text("approval")).build());
        assertThat(runs(ANNA, later)).as("where the owner said yes to it").isEqualTo("deny");
        // A line twice: the next start writes the file anew.
        Path kept = control.data().resolve("labels.jsonl");
        Files.writeString(kept, Files.readAllLines(kept).getLast() + "\n", StandardOpenOption.APPEND);
        control.killAndRestart();
        assertThat(runs(ANNA, later)).as("after a restart").isEqualTo("deny");
        control.killAndRestart();
        give(GROUP, "schedule", "commands");
        assertThat(runs(ANNA, later)).isEqualTo("allow");
        assertThat(runs(ANNA, "schedule-" + "2".repeat(16)))
                .as("which nobody asked for")
                .isEqualTo("deny");
    }

    @Test
    void aYesFromBeforeGivesNothingThatWasTakenAway() {
        letIn(ANNA, false);
        JsonObject asked = wants(ANNA, "direct", "sandbox.run", Effects.longCommand());
        String approval = asked.text("approval");
        give(ANNA, "web");
        host.ask(
                "approval.answer",
                JsonObject.with("approval", approval)
                        .with("decision", "approve")
                        .build());
        JsonObject answer =
                runtime.ask("gate.await", JsonObject.with("approval", approval).build());
        assertThat(answer.text("decision")).isEqualTo("denied");
        assertThat(answer.has("grant")).isFalse();
    }

    @Test
    void whoeverIsNotLetInAnyMoreHasNone() {
        letIn(ANNA, false);
        host.ask("pairing.remove", JsonObject.with("key", ANNA.key()).build());
        assertThat(runs(ANNA, "direct")).isEqualTo("deny");
        assertThat(given(ANNA, "direct")).isEmpty();
    }

    @Test
    void lettingSomebodyInOnceMoreGivesThemNothingBack() {
        letIn(ANNA, false);
        give(ANNA, "web");
        control.house()
                .channels
                .add(JsonObject.with("channel", "signal").with("account", "+49").build());
        host.ask(
                "pairing.admit",
                JsonObject.with("channel", "signal").with("id", "anna").build());
        assertThat(runs(ANNA, "direct")).isEqualTo("deny");
    }

    @Test
    void theOwnersAreAllTheirs() {
        letIn(ANNA, true);
        assertThatThrownBy(() -> give(ANNA, "web"))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo("owner"));
        assertThat(runtime.ask("gate.authorize", Effects.request("o1", "sandbox.run", COMMAND))
                        .text("decision"))
                .isEqualTo("allow");
    }

    @Test
    void nobodyButTheOwnersLinksGives() {
        letIn(ANNA, false);
        JsonObject all = JsonObject.with("key", ANNA.key()).with("tools", "all").build();
        for (LinkClient other : List.of(runtime, gateway)) {
            assertThatThrownBy(() -> other.ask("pairing.tools", all)).isInstanceOf(ContractException.class);
        }
        assertThatThrownBy(() -> give(ANNA, "web", "everything"))
                .isInstanceOfSatisfying(
                        ContractException.class,
                        e -> assertThat(e.getMessage())
                                .contains("files, commands, browser, web, servers, memory, schedule, skills"));
        assertThat(given(ANNA, "direct")).hasSize(8);
    }
}
