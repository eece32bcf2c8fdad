package moltbot.runtime.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ModelRequest;
import moltbot.runtime.House;
import moltbot.runtime.StandInModel;
import moltbot.runtime.StandInSpawner;
import moltbot.runtime.Watcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real process, killed with signal 9 while a sub-agent works: it goes on where it was, and repeats nothing.
@Timeout(120)
class SubAgentResumeTest {
    @TempDir
    Path folder;

    private final AtomicInteger begun = new AtomicInteger();
    private House house;

    @BeforeEach
    void startHouse() throws Exception {
        house = new House(folder).startProcess();
    }

    @AfterEach
    void stopHouse() throws Exception {
        house.close();
    }

    /// The sub-agent runs `look`, then `pay`, then says how that ended.
    private void script() {
        house.model.script = (request, out) -> {
            boolean part = request.system().startsWith("You are a sub-agent");
            long results = results(request);
            if (!part && results == 0) {
                out.call("p", "sub_agent", JsonObject.with("task", "Pay.").build())
                        .tools();
            } else if (!part) {
                out.text(StandInModel.lastResults(request).getFirst().text()).end();
            } else if (results < 2) {
                out.call("t" + results, "run_command", StandInSpawner.command(results == 0 ? "look" : "pay"))
                        .tools();
            } else {
                out.text("The payment: "
                                + StandInModel.lastResults(request).getFirst().text())
                        .end();
            }
        };
    }

    private static long results(ModelRequest request) {
        return request.messages().stream()
                .flatMap(message -> message.content().stream())
                .filter(content -> content instanceof moltbot.contract.model.Content.ToolResult)
                .count();
    }

    @Test
    void reportsWhatMayHaveHappenedAndGoesOnWithTheRest() throws Exception {
        script();
        StandInSpawner.Task works = house.spawner.task;
        CountDownLatch paying = new CountDownLatch(1);
        house.spawner.task = run -> {
            if (begun.incrementAndGet() == 2) {
                paying.countDown();
                new CountDownLatch(1).await();
            }
            works.run(run);
        };
        house.submit("m1", "pay");
        paying.await();
        house.kill();
        house.startProcess();

        List<ChatEvent> events = house.watch().turns(1);

        assertThat(house.spawner.runs).extracting(run -> run.argv().getFirst()).containsExactly("look", "pay");
        assertThat(Watcher.facts(events, ChatFact.ToolFinished.class))
                .extracting(ChatFact.ToolFinished::outcome)
                .containsExactly("ok", "unknown", "ok");
        assertThat(Watcher.facts(events, ChatFact.AssistantText.class)
                        .getFirst()
                        .text())
                .startsWith("The payment: ")
                .contains("not known");
        assertThat(Watcher.facts(events, ChatFact.ToolStarted.class)).hasSize(3);
    }

    @Test
    void keepsWhatItHadReadAndAsksTheModelAgain() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        script();
        StandInModel.Script goes = house.model.script;
        house.model.script = (request, out) -> {
            if (results(request) == 1 && request.system().startsWith("You are a sub-agent") && asked.getCount() == 1) {
                asked.countDown();
                new CountDownLatch(1).await();
            }
            goes.answer(request, out);
        };
        house.submit("m1", "pay");
        asked.await();
        house.kill();
        house.startProcess();

        List<ChatEvent> events = house.watch().turns(1);

        assertThat(house.spawner.runs).extracting(run -> run.argv().getFirst()).containsExactly("look", "pay");
        assertThat(Watcher.facts(events, ChatFact.TurnFinished.class))
                .containsExactly(new ChatFact.TurnFinished("done"));
    }
}
