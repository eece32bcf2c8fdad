package moltbot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a message that comes while a turn runs: it steers, or it waits.
@Timeout(120)
class SteerTest {
    private static final JsonObject COMMAND = StandInSpawner.command("true");

    @TempDir
    Path folder;

    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private House house;

    @BeforeEach
    void startHouse() throws Exception {
        house = new House(folder).start();
        house.model.answers(List.of(
                (_, out) -> out.call("first", "run_command", COMMAND)
                        .call("second", "run_command", COMMAND)
                        .tools(),
                (request, out) ->
                        out.text("Heard: " + StandInModel.lastText(request)).end(),
                (request, out) ->
                        out.text("Then: " + StandInModel.lastText(request)).end()));
        house.spawner.task = run -> {
            running.countDown();
            goOn.await();
            run.output("ran\n");
            run.finish(0, StandInSpawner.tar(run.files()));
        };
    }

    @AfterEach
    void stopHouse() throws Exception {
        goOn.countDown();
        house.close();
    }

    private void choose(String meanwhile) {
        house.client()
                .ask(
                        "chat.choose",
                        JsonObject.with("sender", "owner")
                                .with("session", "main")
                                .with("meanwhile", meanwhile)
                                .build());
    }

    @Test
    void steersTheRunningTurnBeforeItsNextTool() throws Exception {
        Watcher watcher = house.watch();
        house.submit("m1", "do two things");
        running.await();
        String joined = house.submit("m2", "not the second").text("turn");
        house.submit("m3", "and be quick");
        goOn.countDown();

        List<ChatEvent> events = watcher.turns(1);
        assertThat(house.spawner.runs).hasSize(1);
        assertThat(Watcher.facts(events, ChatFact.ToolFinished.class))
                .extracting(ChatFact.ToolFinished::outcome)
                .containsExactly("ok", "denied");
        assertThat(Watcher.facts(events, ChatFact.TurnJoined.class)).hasSize(2);
        assertThat(events)
                .filteredOn(event -> event.fact() instanceof ChatFact.TurnJoined)
                .first()
                .extracting(ChatEvent::turn)
                .isEqualTo(joined);
        assertThat(Watcher.facts(events, ChatFact.AssistantText.class))
                .extracting(ChatFact.AssistantText::text)
                .containsExactly("Heard: and be quick");
        assertThat(said(house.model.requests.getLast())).containsSubsequence("not the second", "and be quick");
    }

    @Test
    void saysWhatSteeredOnceToTheTurnsAfter() throws Exception {
        Watcher watcher = house.watch();
        house.submit("m1", "do two things");
        running.await();
        house.submit("m2", "not the second");
        goOn.countDown();
        watcher.turns(1);
        house.stop();
        house.start();
        house.submit("m3", "and now?");
        house.watch().turns(2);

        assertThat(said(house.model.requests.getLast()))
                .containsExactly("do two things", "not the second", "Heard: not the second", "and now?");
    }

    @Test
    void letsMessagesWaitWhereThatWasChosen() throws Exception {
        choose("queue");
        Watcher watcher = house.watch();
        house.submit("m1", "do two things");
        running.await();
        house.submit("m2", "afterwards");
        goOn.countDown();

        List<ChatEvent> events = watcher.turns(2);
        assertThat(house.spawner.runs).hasSize(2);
        assertThat(Watcher.facts(events, ChatFact.TurnJoined.class)).isEmpty();
        assertThat(Watcher.facts(events, ChatFact.AssistantText.class)).hasSize(2);
        choose("steer");
        assertThat(House.reasonOf(() -> choose("shout"))).isEqualTo("malformed");
    }

    @Test
    void settlesWhatMayHaveRunBeforeItListens() throws Exception {
        house.stop();
        house.startProcess();
        house.submit("m1", "do two things");
        running.await();
        house.submit("m2", "not the second");
        house.kill();
        goOn.countDown();
        house.startProcess();

        List<ChatEvent> events = house.watch().turns(1);
        assertThat(Watcher.facts(events, ChatFact.ToolFinished.class))
                .extracting(ChatFact.ToolFinished::outcome)
                .containsExactly("unknown", "denied");
        assertThat(said(house.model.requests.getLast())).contains("not the second");
    }

    private static List<String> said(ModelRequest request) {
        return request.messages().stream()
                .map(ModelMessage::content)
                .flatMap(List::stream)
                .filter(Content.Text.class::isInstance)
                .map(content -> ((Content.Text) content).text())
                .toList();
    }
}
