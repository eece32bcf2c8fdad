package moltbot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import moltbot.contract.ContractException;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Attachment;
import moltbot.contract.model.Content;
import moltbot.contract.model.ToolSpec;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.contract.sandbox.SandboxAvailability;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What happens to tool calls: judged, refused, asked about, stopped and lost.
@Timeout(120)
class ToolTest {
    private static final JsonObject COMMAND = StandInSpawner.command("true");

    @TempDir
    Path folder;

    private House house;

    @BeforeEach
    void startHouse() throws Exception {
        house = new House(folder).start();
        house.model.callsOnce("run_command", COMMAND);
    }

    @AfterEach
    void stopHouse() throws Exception {
        house.close();
    }

    private ChatFact.ToolFinished outcome() throws InterruptedException {
        List<ChatEvent> events = house.watch().turns(1);
        assertThat(Watcher.facts(events, ChatFact.TurnFinished.class))
                .containsExactly(new ChatFact.TurnFinished("done"));
        return Watcher.facts(events, ChatFact.ToolFinished.class).getFirst();
    }

    @Test
    void tellsTheModelOfADenialAndGoesOn() throws Exception {
        house.control.decision = "deny";
        house.submit("m1", "run it");

        assertThat(outcome().outcome()).isEqualTo("denied");
        assertThat(outcome().output()).isEqualTo("Not allowed by the policy: Not here.");
        assertThat(house.spawner.runs).isEmpty();
        assertThat(StandInModel.lastResults(house.model.requests.getLast())
                        .getFirst()
                        .failed())
                .isTrue();
    }

    @Test
    void asksForTheNetworkInAClosedForm() throws Exception {
        house.model.callsOnce(
                "run_command",
                COMMAND.toBuilder()
                        .with(
                                "network",
                                JsonArray.ofTexts(List.of(
                                        "GET https://a.example", "GET,POST https://b.example:8443/me with git")))
                        .build());
        house.submit("m1", "run it");

        assertThat(outcome().outcome()).isEqualTo("ok");
        assertThat(house.spawner.runs.getFirst().network().rules())
                .containsExactly(
                        new NetworkRule("https://a.example", new TreeSet<>(List.of("GET")), "/", ""),
                        new NetworkRule("https://b.example:8443", new TreeSet<>(List.of("GET", "POST")), "/me", "git"));
    }

    @Test
    void takesNoNetworkThatIsNotInThatForm() throws Exception {
        house.model.callsOnce(
                "run_command",
                COMMAND.toBuilder()
                        .with("network", JsonArray.ofTexts(List.of("GET https://169.254.169.254/")))
                        .build());
        house.submit("m1", "run it");

        assertThat(outcome().output()).contains("a name in lower case, no address");
        assertThat(house.spawner.runs).isEmpty();
    }

    @Test
    void runsNothingWithoutAnAuditRecord() throws Exception {
        house.control.auditFails = true;
        house.submit("m1", "run it");

        assertThat(outcome().outcome()).isEqualTo("unavailable");
        assertThat(house.spawner.runs).isEmpty();
    }

    @Test
    void judgesFileToolsToo() throws Exception {
        house.control.decision = "deny";
        house.model.callsOnce(
                "write_file",
                JsonObject.with("path", "a.txt").with("content", "x").build());
        house.submit("m1", "write");

        assertThat(outcome().outcome()).isEqualTo("denied");
        house.control.decision = "allow";
        house.model.callsOnce("list_files", JsonObject.EMPTY);
        house.submit("m2", "list");
        assertThat(Watcher.facts(house.watch().turns(2), ChatFact.ToolFinished.class)
                        .getLast()
                        .output())
                .isEqualTo("The workspace is empty.");
        assertThat(house.control.asked)
                .extracting(asked -> asked.text("effect"))
                .containsExactly("workspace.write", "workspace.read");
    }

    @Test
    void showsTheModelADocumentAndKeepsItsBytesApart() throws Exception {
        byte[] document = "%PDF-1.4 a page".getBytes(StandardCharsets.UTF_8);
        house.model.callsOnce(
                "write_file",
                JsonObject.with("path", "a.pdf")
                        .with("content", "%PDF-1.4 a page")
                        .build());
        house.submit("m1", "write");
        house.watch().turns(1);
        house.model.callsOnce("read_file", JsonObject.with("path", "a.pdf").build());
        house.submit("m2", "look");
        house.watch().turns(2);

        Content.Media shown = StandInModel.lastResults(house.model.requests.getLast())
                .getFirst()
                .media()
                .getFirst();
        assertThat(shown).isEqualTo(new Attachment("application/pdf", document).media());
        assertThat(house.model.requests.getLast().base64(shown))
                .contains(Base64.getEncoder().encodeToString(document));

        house.model.script = (_, out) -> out.text("Yes.").end();
        house.submit("m3", "still there?");
        house.watch().turns(3);
        assertThat(house.model.requests.getLast().base64(shown)).isPresent();
    }

    @Test
    void waitsForAPersonWhereOneMustSay() throws Exception {
        house.control.decision = "ask";
        Watcher watcher = house.watch();
        house.submit("m1", "run it");

        ChatFact.ApprovalAsked asked = watcher.first(ChatFact.ApprovalAsked.class);
        assertThat(house.spawner.runs).isEmpty();
        house.control.answer(asked.call(), "approved");

        List<ChatEvent> events = watcher.turns(1);
        assertThat(Watcher.types(events))
                .containsExactly(
                        "user_message",
                        "tool_started",
                        "approval_asked",
                        "approval_answered",
                        "tool_finished",
                        "assistant_text",
                        "turn_finished");
        assertThat(asked.shows()).isEqualTo(house.spawner.runs.getFirst().toJson());
        assertThat(house.spawner.grants).containsExactly("grant-1");
    }

    @Test
    void runsNothingAPersonDeniedOrNobodyAnswered() throws Exception {
        house.control.decision = "ask";
        Watcher watcher = house.watch();
        house.submit("m1", "run it");
        house.control.answer(watcher.first(ChatFact.ApprovalAsked.class).call(), "expired");

        assertThat(Watcher.facts(watcher.turns(1), ChatFact.ApprovalAnswered.class)
                        .getFirst()
                        .decision())
                .isEqualTo("expired");
        assertThat(outcome().outcome()).isEqualTo("denied");
        assertThat(house.spawner.runs).isEmpty();
    }

    @Test
    void offersNoToolsWithoutALease() throws Exception {
        house.submit("m1", "run it");
        house.watch().turns(1);
        house.spawner.become(new SandboxAvailability(false, false, "stand-in", "No lease."));
        awaitState(false);
        house.model.script = (request, out) -> out.text("Only talk.").end();

        house.submit("m2", "run it");
        List<ChatEvent> events = house.watch().turns(2);

        assertThat(Watcher.facts(events, ChatFact.Notice.class))
                .extracting(ChatFact.Notice::code)
                .containsExactly("tools-off");
        assertThat(house.model.requests.getLast().tools()).isEmpty();
        assertThat(house.model.requests.getLast().toJson().toString())
                .doesNotContain("tool_use")
                .contains("[Called run_command with");
    }

    @Test
    void keepsFileToolsWithoutATierAndSaysSoOnce() throws Exception {
        house.spawner.become(new SandboxAvailability(false, true, "", "Install bubblewrap."));
        awaitState(false);
        house.submit("m1", "run it");
        house.watch().turns(1);
        house.submit("m2", "again");

        List<ChatEvent> events = house.watch().turns(2);

        assertThat(Watcher.facts(events, ChatFact.Notice.class))
                .containsExactly(new ChatFact.Notice("no-sandbox", "Commands cannot be run here. Install bubblewrap."));
        assertThat(house.model.requests.getFirst().tools())
                .extracting(ToolSpec::name)
                .containsExactly(
                        ("read_file write_file edit_file list_files send_file web_fetch ask_user sub_agent memory"
                                        + " schedule")
                                .split(" "));
        assertThat(Watcher.facts(events, ChatFact.ToolFinished.class).getFirst().outcome())
                .isEqualTo("denied");
        assertThat(house.control.asked).isEmpty();
    }

    @Test
    void offersNoToolsWithoutALeaseEvenWhereThereIsNoTier() throws Exception {
        house.spawner.become(new SandboxAvailability(false, false, "", "No lease, and no bubblewrap."));
        awaitState(false);
        house.model.script = (request, out) -> out.text("Only talk.").end();
        house.submit("m1", "write a file");

        List<ChatEvent> events = house.watch().turns(1);

        assertThat(Watcher.facts(events, ChatFact.Notice.class))
                .extracting(ChatFact.Notice::code)
                .containsExactly("tools-off");
        assertThat(house.model.requests.getLast().tools()).isEmpty();
    }

    private void awaitState(boolean available) {
        JsonObject state;
        do {
            state = house.client().ask("runtime.state", JsonObject.EMPTY);
        } while (state.object("sandbox").flag("available") != available);
        assertThat(state.object("model").flag("demo")).isTrue();
    }

    @Test
    void stopsWithinASecondInsideATool() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        house.spawner.task = run -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                cancelled.countDown();
            }
        };
        house.submit("m1", "run it");
        running.await();

        long start = System.nanoTime();
        assertThat(house.stopTurn()).isTrue();
        assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);

        assertThat(cancelled.await(5, TimeUnit.SECONDS)).isTrue();
        List<ChatEvent> events = house.watch().turns(1);
        assertThat(Watcher.types(events)).endsWith("tool_finished", "turn_finished");
        assertThat(Watcher.facts(events, ChatFact.TurnFinished.class).getFirst().outcome())
                .isEqualTo("stopped");
        assertThat(house.stopTurn()).isFalse();
        house.model.script = (request, out) -> out.text("Fine.").end();
        house.submit("m2", "and now?");
        house.watch().turns(2);
        // What the model sees next has a result for every call.
        List<Content> told = house.model.requests.getLast().messages().getLast().content();
        assertThat(told.getFirst()).isInstanceOf(Content.ToolResult.class);
    }

    @Test
    void closesAnOpenQuestionWhenItsTurnIsStopped() throws Exception {
        house.control.decision = "ask";
        Watcher watcher = house.watch();
        house.submit("m1", "run it");
        ChatFact.ApprovalAsked asked = watcher.first(ChatFact.ApprovalAsked.class);

        assertThat(house.stopTurn()).isTrue();

        List<ChatEvent> events = watcher.turns(1);
        assertThat(Watcher.facts(events, ChatFact.ApprovalAnswered.class))
                .containsExactly(new ChatFact.ApprovalAnswered(asked.call(), asked.approval(), "expired"));
        awaitReport();
        assertThat(house.control.reports.getFirst().text("outcome")).isEqualTo("denied");
        assertThat(house.spawner.runs).isEmpty();
    }

    private void awaitReport() {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (house.control.reports.isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    @Test
    void saysThatALostRunIsUnknownAndNothingOfItWasKept() throws Exception {
        house.spawner.task = run -> {
            run.output("half ");
            house.lose("spawner");
        };
        house.submit("m1", "run it");

        ChatFact.ToolFinished finished = outcome();
        assertThat(finished.outcome()).isEqualTo("unknown");
        assertThat(finished.output()).contains("nothing of it was kept in the workspace");
        assertThat(house.spawner.runs).hasSize(1);
    }

    @Test
    void saysThatARunIsUnknownWhereTheSpawnerFailedInTheMiddleOfIt() throws Exception {
        house.spawner.task = run -> {
            run.output("half ");
            throw new IllegalStateException("of the stand-in");
        };
        house.submit("m1", "run it");

        ChatFact.ToolFinished finished = outcome();
        assertThat(finished.outcome()).isEqualTo("unknown");
        assertThat(house.spawner.runs).hasSize(1);
    }

    @Test
    void asksAgainWhileTheSpawnerIsBusyEachTimeWithAFreshGrant() throws Exception {
        StandInSpawner.Task works = house.spawner.task;
        house.spawner.task = run -> {
            house.spawner.task = works;
            throw ContractException.refused("busy", "Too much runs now.");
        };
        house.submit("m1", "run it");

        assertThat(outcome().outcome()).isEqualTo("ok");
        assertThat(house.spawner.grants).containsExactly("grant-1", "grant-2");
    }

    @Test
    void survivesALostControl() throws Exception {
        house.lose("control");
        Watcher watcher = house.watch();
        house.submit("m1", "run it");
        watcher.first(ChatFact.ToolStarted.class);
        house.serve("control", house.control);

        assertThat(outcome().outcome()).isEqualTo("ok");
    }

    @Test
    void reportsOutcomes() throws Exception {
        house.submit("m1", "run it");
        String call = outcome().call();
        awaitReport();

        assertThat(house.control.reports.getFirst().text("call")).isEqualTo(call);
        assertThat(house.control.reports.getFirst().text("outcome")).isEqualTo("ok");
    }

    @Test
    void refusesInputsThatMakeNoSense() throws Exception {
        house.model.callsOnce(
                "write_file",
                JsonObject.with("path", "../x").with("content", "x").build());
        house.submit("m1", "write");

        assertThat(outcome().outcome()).isEqualTo("failed");
        assertThat(outcome().output()).contains("is not a plain path inside the workspace");
        assertThat(house.control.asked).isEmpty();
    }
}
