package moltbot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import moltbot.contract.ContractException;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real process, killed with signal 9 in the middle of a turn: no accepted message is lost, no effect is repeated.
@Timeout(240)
class ResumeTest {
    @TempDir
    Path folder;

    private House house;

    @BeforeEach
    void startHouse() throws Exception {
        house = new House(folder).startProcess();
    }

    @AfterEach
    void stopHouse() throws Exception {
        house.close();
    }

    @Test
    void asksTheModelAgainForAnAnswerThatWasNotKept() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        house.model.answers(List.of(
                (request, out) -> {
                    out.text("Half an ans");
                    asked.countDown();
                    new CountDownLatch(1).await();
                },
                (request, out) ->
                        out.text("Answer to " + StandInModel.lastText(request)).end()));
        house.submit("m1", "one");
        house.submit("m2", "two");
        asked.await();
        house.kill();
        house.startProcess();

        List<ChatEvent> events = house.watch().turns(2);

        assertThat(Watcher.facts(events, ChatFact.AssistantText.class))
                .extracting(ChatFact.AssistantText::text)
                .containsExactly("Answer to one", "Answer to two");
        assertThat(house.submit("m1", "one").flag("duplicate")).isTrue();
    }

    @Test
    void reportsARunThatWasCutShortAsUnknownAndDoesNotRepeatIt() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        house.spawner.task = run -> {
            running.countDown();
            new CountDownLatch(1).await();
        };
        house.model.callsOnce("run_command", StandInSpawner.command("pay"));
        house.submit("m1", "pay");
        running.await();
        house.kill();
        house.startProcess();

        List<ChatEvent> events = house.watch().turns(1);

        assertThat(Watcher.types(events))
                .containsExactly("user_message", "tool_started", "tool_finished", "assistant_text", "turn_finished");
        assertThat(Watcher.facts(events, ChatFact.ToolFinished.class).getFirst().outcome())
                .isEqualTo("unknown");
        assertThat(StandInModel.lastResults(house.model.requests.getLast())
                        .getFirst()
                        .text())
                .contains("not known");
        assertThat(house.spawner.runs).hasSize(1);
    }

    @Test
    void runsACallThatHadNotBeenSentYet() throws Exception {
        house.control.decision = "ask";
        house.model.callsOnce("run_command", StandInSpawner.command("pay"));
        Watcher watcher = house.watch();
        house.submit("m1", "pay");
        ChatFact.ApprovalAsked asked = watcher.first(ChatFact.ApprovalAsked.class);
        house.kill();
        house.control.answer(asked.call(), "approved");
        house.startProcess();

        List<ChatEvent> events = house.watch().turns(1);

        assertThat(Watcher.types(events))
                .containsExactly(
                        "user_message",
                        "tool_started",
                        "approval_asked",
                        "approval_answered",
                        "tool_finished",
                        "assistant_text",
                        "turn_finished");
        assertThat(Watcher.facts(events, ChatFact.ToolFinished.class).getFirst().outcome())
                .isEqualTo("ok");
        assertThat(house.spawner.runs).hasSize(1);
    }

    @Test
    void keepsAResultAndItsFilesAndGoesOnFromThere() throws Exception {
        CountDownLatch askedAgain = new CountDownLatch(1);
        house.model.answers(List.of(
                (request, out) -> out.call("t1", "run_command", StandInSpawner.command("make"))
                        .tools(),
                (request, out) -> {
                    askedAgain.countDown();
                    new CountDownLatch(1).await();
                },
                (request, out) -> out.text(
                                StandInModel.lastResults(request).getFirst().text())
                        .end()));
        house.submit("m1", "make it");
        askedAgain.await();
        house.kill();
        house.startProcess();

        List<ChatEvent> events = house.watch().turns(1);

        assertThat(Watcher.facts(events, ChatFact.AssistantText.class)
                        .getFirst()
                        .text())
                .isEqualTo("hello world\n");
        assertThat(house.spawner.runs).hasSize(1);
        house.model.callsOnce(
                "read_file",
                moltbot.contract.json.JsonObject.with("path", "out.txt").build());
        house.submit("m2", "read it");
        assertThat(Watcher.facts(house.watch().turns(2), ChatFact.ToolFinished.class)
                        .getLast()
                        .output())
                .isEqualTo("from the sandbox");
    }

    /// Kills at moments nobody chose, with three conversations under way.
    @Test
    void losesNothingAndRepeatsNothingUnderRandomKills() throws Exception {
        Random random = new Random(20_261_121);
        Semaphore progress = new Semaphore(0);
        house.model.script = (request, out) -> {
            progress.release();
            // Without a lease at that moment, results come as plain text.
            boolean told = StandInModel.lastText(request).startsWith("[It gave");
            if (StandInModel.lastResults(request).isEmpty() && !told) {
                out.text("I will. ")
                        .call("t", "run_command", StandInSpawner.command("effect"))
                        .tools();
            } else {
                out.text("Did it.").end();
            }
        };
        StandInSpawner.Task works = house.spawner.task;
        house.spawner.task = run -> {
            progress.release();
            works.run(run);
        };
        int messages = 0;
        for (int kills = 0; kills < 8; kills++) {
            for (int i = 0; i < 2; i++) {
                submitUntilTaken("s" + messages % 3, "m" + messages++);
            }
            progress.tryAcquire(random.nextInt(1, 7), 2, TimeUnit.SECONDS);
            house.kill();
            progress.drainPermits();
            house.startProcess();
        }

        int answers = 0;
        HashSet<String> calls = new HashSet<>();
        for (int session = 0; session < 3; session++) {
            int turns = (messages + 2 - session) / 3;
            List<ChatEvent> events = house.watch("owner", "s" + session, 0).over(turns);
            assertThat(events)
                    .extracting(ChatEvent::seq)
                    .doesNotHaveDuplicates()
                    .isSorted();
            assertThat(events.getLast().seq()).isEqualTo(events.size());
            assertThat(Watcher.facts(events, ChatFact.UserMessage.class)).hasSize(turns);
            assertThat(Watcher.facts(events, ChatFact.TurnFinished.class))
                    .containsOnly(new ChatFact.TurnFinished("done"));
            for (ChatFact.ToolFinished call : Watcher.facts(events, ChatFact.ToolFinished.class)) {
                assertThat(call.outcome()).isIn("ok", "unknown", "denied");
                assertThat(calls.add(call.call())).isTrue();
                answers += call.outcome().equals("ok") ? 1 : 0;
            }
        }
        assertThat(calls.size()).isBetween(answers, messages);
        // Each call reached the sandbox at most once; those that are not known to have worked may have.
        assertThat(house.spawner.runs.size()).isBetween(answers, messages);
    }

    private void submitUntilTaken(String session, String id) {
        while (true) {
            try {
                house.submit("owner", session, id, "do it");
                return;
            } catch (ContractException e) {
                assertThat(e.reason()).isIn("busy", "", "unavailable");
            }
        }
    }
}
