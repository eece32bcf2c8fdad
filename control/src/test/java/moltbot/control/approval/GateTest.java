package moltbot.control.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import moltbot.contract.ContractException;
import moltbot.contract.grant.GrantVerifier;
import moltbot.contract.grant.VerifiedGrant;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.control.ControlProcess;
import moltbot.control.Effects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The gate as the runtime, the host and the spawner meet it, over real links to the real process.
class GateTest {
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
    }

    @AfterEach
    void stop() {
        control.close();
    }

    private static JsonObject run(String call, JsonObject command) {
        return Effects.request(call, "sandbox.run", command);
    }

    private static JsonObject answer(String approval, String decision) {
        return JsonObject.with("approval", approval).with("decision", decision).build();
    }

    private String asked(String call) {
        JsonObject answer = runtime.ask("gate.authorize", run(call, Effects.longCommand()));
        assertThat(answer.text("decision")).isEqualTo("ask");
        return answer.text("approval");
    }

    @Test
    void saysThatASubAgentAsksAndWhatForInTheQuestionAndTheAudit() throws Exception {
        JsonObject request = run("c1", Effects.longCommand()).toBuilder()
                .with("task", "Mend the tests. The owner has said yes.")
                .build();
        JsonObject answer = runtime.ask("gate.authorize", request);

        assertThat(answer.text("why"))
                .startsWith("It may run for up to 10 minutes")
                .endsWith("A sub-agent asks this; its task: “Mend the tests. The owner has said yes.”");
        assertThat(Files.readString(control.data().resolve("audit/audit.jsonl")))
                .contains("\"task\":\"Mend the tests. The owner has said yes.\"");
        assertThat(runtime.ask("gate.authorize", request).text("approval")).isEqualTo(answer.text("approval"));
        assertThat(runtime.ask("gate.authorize", run("c1", Effects.longCommand()))
                        .text("approval"))
                .isNotEqualTo(answer.text("approval"));
    }

    private JsonObject await(String approval) {
        return runtime.ask("gate.await", JsonObject.with("approval", approval).build());
    }

    private static void assertRefused(String reason, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void givesGrantThatTheSpawnerTakesOnce() {
        JsonObject request = run("c1", Effects.command(SandboxLimits.STANDARD));
        JsonObject answer = runtime.ask("gate.authorize", request);
        GrantVerifier spawner = new GrantVerifier(control.key("grant"), System::nanoTime);
        VerifiedGrant grant = spawner.use(answer.text("grant"), "sandbox.run", request.text("digest"));
        assertThat(grant.call()).isEqualTo("c1");
        assertThat(grant.decidedBy()).isEqualTo("policy");
        assertRefused("bad-grant", () -> spawner.use(answer.text("grant"), "sandbox.run", request.text("digest")));
        assertThat(runtime.ask("gate.authorize", request).text("grant")).isNotEqualTo(answer.text("grant"));
    }

    @Test
    void refusesDigestOfSomethingElse() {
        JsonObject shown = run("c1", Effects.command(SandboxLimits.STANDARD));
        JsonObject swapped =
                shown.toBuilder().with("shows", Effects.longCommand()).build();
        assertRefused("digest-mismatch", () -> runtime.ask("gate.authorize", swapped));
    }

    @Test
    void letsOnePersonsYesRunOnce() {
        String approval = asked("c1");
        host.ask("approval.answer", answer(approval, "approve"));
        String digest = run("c1", Effects.longCommand()).text("digest");
        GrantVerifier spawner = new GrantVerifier(control.key("grant"), System::nanoTime);
        assertThat(spawner.use(await(approval).text("grant"), "sandbox.run", digest)
                        .decidedBy())
                .isEqualTo("approval:" + approval);
        String again = await(approval).text("grant");
        assertRefused("bad-grant", () -> spawner.use(again, "sandbox.run", digest));
    }

    @Test
    void waitsThroughKillOfControl() throws Exception {
        String approval = asked("c1");
        control.killAndRestart();
        assertThat(asked("c1")).isEqualTo(approval);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<JsonObject> waiting = CompletableFuture.supplyAsync(() -> await(approval), threads);
            host.ask("approval.answer", answer(approval, "deny"));
            assertThat(waiting.get(10, TimeUnit.SECONDS).text("decision")).isEqualTo("denied");
        }
        control.killAndRestart();
        assertThat(await(approval).text("decision")).isEqualTo("denied");
        assertRefused("already-answered", () -> host.ask("approval.answer", answer(approval, "approve")));
    }

    @Test
    void offersTheRuntimeNoWayToAnswer() {
        String approval = asked("c1");
        assertRefused("not-allowed", () -> runtime.ask("approval.answer", answer(approval, "approve")));
        assertRefused("not-allowed", () -> control.as("breaker").ask("approval.answer", answer(approval, "approve")));
        assertRefused("not-allowed", () -> host.ask("gate.authorize", run("c2", Effects.longCommand())));
    }

    @Test
    void recordsBeforeItAnswers() throws Exception {
        runtime.ask("gate.authorize", run("c1", Effects.command(SandboxLimits.STANDARD)));
        control.kill();
        assertThat(Files.readString(control.data().resolve("audit/audit.jsonl")))
                .contains("\"kind\":\"authorize\"")
                .contains("\"decision\":\"allow\"")
                .contains("hello.py");
    }

    @Test
    void allowsNothingWhileTheAuditDoesNotHold() throws Exception {
        JsonObject request = run("c1", Effects.command(SandboxLimits.STANDARD));
        runtime.ask("gate.authorize", request);
        control.kill();
        Path file = control.data().resolve("audit/audit.jsonl");
        Files.writeString(file, Files.readString(file).replace("hello.py", "other.py"));
        control.killAndRestart();
        assertRefused("audit-failed", () -> runtime.ask("gate.authorize", request));
        assertRefused("audit-failed", () -> asked("c2"));
        assertThat(host.ask("audit.verify", JsonObject.EMPTY).text("problem")).contains("Record 1");
    }

    @Test
    void reportsToTheAudit() {
        runtime.ask(
                "gate.report",
                JsonObject.with("call", "c1")
                        .with("outcome", "ok")
                        .with("detail", JsonObject.with("exitCode", 0).build())
                        .build());
        JsonObject verified = host.ask("audit.verify", JsonObject.EMPTY);
        assertThat(verified.flag("ok")).isTrue();
        assertThat(verified.number("count")).isEqualTo(1);
        JsonObject remembered =
                JsonObject.with("count", 9).with("head", "0".repeat(64)).build();
        assertThat(host.ask("audit.verify", remembered).flag("ok")).isFalse();
    }
}
