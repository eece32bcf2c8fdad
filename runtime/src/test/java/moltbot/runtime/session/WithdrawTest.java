package moltbot.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;
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

/// What becomes of a message that is taken back: no model is shown it any more, and people can see that.
@Timeout(120)
class WithdrawTest {
    private static final String GONE =
            "(Whoever wrote this took it back, so it is not shown to you. Say nothing about it unless you are asked.)";

    @TempDir
    Path folder;

    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private House house;

    @BeforeEach
    void startHouse() throws Exception {
        house = new House(folder).start();
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

    private void answers() {
        house.model.script = (request, out) ->
                out.text("Heard: " + StandInModel.lastText(request)).end();
    }

    /// The first answer wants a command, which waits until it is let go on.
    private void worksFirst() {
        StandInModel.Script answers = (request, out) ->
                out.text("Heard: " + StandInModel.lastText(request)).end();
        house.model.answers(List.of(
                (_, out) -> out.call("first", "run_command", StandInSpawner.command("true"))
                        .tools(),
                answers,
                answers,
                answers));
    }

    /// A message that comes while a turn runs does not join it.
    private void messagesWait() {
        house.client()
                .ask(
                        "chat.choose",
                        JsonObject.with("sender", "owner")
                                .with("session", "main")
                                .with("meanwhile", "queue")
                                .build());
    }

    private boolean withdraw(String sender, String id) {
        return house.client()
                .ask(
                        "chat.withdraw",
                        JsonObject.with("sender", sender).with("id", id).build())
                .flag("withdrawn");
    }

    private static List<String> said(ModelRequest request) {
        return request.messages().stream()
                .map(ModelMessage::content)
                .flatMap(List::stream)
                .filter(Content.Text.class::isInstance)
                .map(content -> ((Content.Text) content).text())
                .toList();
    }

    private static List<String> outcomes(List<ChatEvent> events) {
        return Watcher.facts(events, ChatFact.TurnFinished.class).stream()
                .map(ChatFact.TurnFinished::outcome)
                .toList();
    }

    private static List<String> notices(List<ChatEvent> events) {
        return Watcher.facts(events, ChatFact.Notice.class).stream()
                .map(ChatFact.Notice::code)
                .toList();
    }

    @Test
    void isNotShownToAModelAgainAndStaysForPeople() throws Exception {
        answers();
        Watcher watcher = house.watch();
        house.submit("m1", "my pin is 4711");
        watcher.turns(1);
        assertThat(withdraw("owner", "m1")).isTrue();
        assertThat(withdraw("owner", "m1")).isFalse();
        house.submit("m2", "hello");

        List<ChatEvent> events = watcher.turns(2);
        assertThat(said(house.model.requests.getLast())).containsExactly(GONE, "Heard: my pin is 4711", "hello");
        assertThat(notices(events)).containsExactly("taken-back");
        house.stop();
        house.start();
        house.submit("m3", "still there?");
        events = house.watch().turns(3);
        assertThat(Watcher.facts(events, ChatFact.UserMessage.class))
                .extracting(ChatFact.UserMessage::text)
                .containsExactly("my pin is 4711", "hello", "still there?");
        assertThat(said(house.model.requests.getLast())).contains(GONE).doesNotContain("my pin is 4711");
    }

    @Test
    void endsWhatIsBeingDoneAboutIt() throws Exception {
        worksFirst();
        Watcher watcher = house.watch();
        house.submit("m1", "delete everything");
        running.await();
        assertThat(withdraw("owner", "m1")).isTrue();

        List<ChatEvent> events = watcher.turns(1);
        assertThat(outcomes(events)).containsExactly("stopped");
        assertThat(Watcher.facts(events, ChatFact.AssistantText.class)).isEmpty();
        house.submit("m2", "hello");
        watcher.turns(2);
        assertThat(said(house.model.requests.getLast())).contains(GONE, "hello").doesNotContain("delete everything");
    }

    @Test
    void isNeverAnsweredWhereItWaited() throws Exception {
        worksFirst();
        messagesWait();
        Watcher watcher = house.watch();
        house.submit("m1", "work");
        running.await();
        house.submit("m2", "never mind");
        house.submit("m3", "this counts");
        assertThat(withdraw("owner", "m2")).isTrue();
        goOn.countDown();

        List<ChatEvent> events = watcher.turns(3);
        assertThat(outcomes(events)).containsExactly("done", "stopped", "done");
        assertThat(house.model.requests)
                .allSatisfy(request -> assertThat(said(request)).doesNotContain("never mind"));
        assertThat(said(house.model.requests.getLast())).endsWith(GONE, "this counts");
    }

    @Test
    void joinsNoTurnThatRuns() throws Exception {
        worksFirst();
        Watcher watcher = house.watch();
        house.submit("m1", "work");
        running.await();
        house.submit("m2", "never mind");
        assertThat(withdraw("owner", "m2")).isTrue();
        goOn.countDown();

        assertThat(outcomes(watcher.turns(2))).containsExactly("done", "stopped");
        assertThat(house.model.requests)
                .allSatisfy(request -> assertThat(said(request)).doesNotContain("never mind"));
    }

    @Test
    void isFoundWhereItJoinedAnother() throws Exception {
        worksFirst();
        Watcher watcher = house.watch();
        house.submit("m1", "work");
        running.await();
        house.submit("m2", "my pin is 4711");
        goOn.countDown();
        watcher.over(2);
        assertThat(withdraw("owner", "m2")).isTrue();
        house.submit("m3", "hello");
        watcher.over(3);

        assertThat(said(house.model.requests.getLast()))
                .contains("work", GONE, "hello")
                .doesNotContain("my pin is 4711");
    }

    /// What was begun for words that are taken back ends, also where those words came in the middle of it.
    @Test
    void endsTheTurnThatItJoined() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch again = new CountDownLatch(1);
        house.model.answers(List.of(
                (_, out) -> out.call("first", "run_command", StandInSpawner.command("true"))
                        .tools(),
                (_, out) -> {
                    asked.countDown();
                    again.await();
                    out.text("Too late.").end();
                },
                (request, out) ->
                        out.text("Heard: " + StandInModel.lastText(request)).end()));
        Watcher watcher = house.watch();
        house.submit("m1", "work");
        running.await();
        house.submit("m2", "and delete everything");
        goOn.countDown();
        asked.await();
        assertThat(withdraw("owner", "m2")).isTrue();

        assertThat(outcomes(watcher.turns(1))).containsExactly("stopped");
        again.countDown();
        house.submit("m3", "hello");
        watcher.turns(2);
        assertThat(said(house.model.requests.getLast()))
                .contains("work", GONE, "hello")
                .doesNotContain("and delete everything");
    }

    /// Nobody spins, and what was taken back is no answer.
    @Test
    void isNoAnswerToAQuestion() throws Exception {
        JsonObject question = JsonObject.with("question", "Which?").build();
        house.model.answers(List.of(
                (_, out) -> out.call("first", "run_command", StandInSpawner.command("true"))
                        .call("second", "ask_user", question)
                        .tools(),
                (request, out) ->
                        out.text("Heard: " + StandInModel.lastText(request)).end()));
        messagesWait();
        Watcher watcher = house.watch();
        house.submit("m1", "work");
        running.await();
        house.submit("m2", "never mind");
        assertThat(withdraw("owner", "m2")).isTrue();
        goOn.countDown();
        watcher.first(ChatFact.QuestionAsked.class);
        long read = rowsRead();
        LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        assertThat(rowsRead() - read).as("rows that are read for nothing").isLessThan(200);

        house.submit("m3", "the blue one");
        assertThat(outcomes(watcher.turns(2))).containsExactly("done", "stopped");
        assertThat(said(house.model.requests.getLast()))
                .contains("the blue one")
                .doesNotContain("never mind");
    }

    private long rowsRead() {
        return house.client().ask("runtime.state", JsonObject.EMPTY).number("rowsRead");
    }

    /// The same words within others, and a message with a file.
    @Test
    void isFoundAmongOthersThatJoined() throws Exception {
        worksFirst();
        Watcher watcher = house.watch();
        house.submit("m1", "work");
        running.await();
        house.submit("m2", "please do not say ok");
        house.submit("m3", "ok");
        house.submit("m4", "look", Map.of("list.txt", "secret".getBytes(StandardCharsets.UTF_8)));
        goOn.countDown();
        watcher.over(4);
        assertThat(withdraw("owner", "m3")).isTrue();
        assertThat(withdraw("owner", "m4")).isTrue();
        house.submit("m5", "hello");
        watcher.over(5);

        List<String> said = said(house.model.requests.getLast());
        assertThat(said).contains("please do not say ok").doesNotContain("ok");
        assertThat(said).filteredOn(GONE::equals).hasSize(2);
        assertThat(said).noneMatch(text -> text.contains("list.txt") && !text.startsWith("Heard: "));
    }

    /// A turn that had not ended when the house died is not begun anew for words that were taken back.
    @Test
    void isNotTakenUpAgainAfterACrash() throws Exception {
        house.stop();
        worksFirst();
        house.startProcess();
        messagesWait();
        house.submit("m1", "work");
        running.await();
        house.submit("m2", "never mind");
        withdraw("owner", "m2");
        house.kill();
        goOn.countDown();
        house.startProcess();

        assertThat(outcomes(house.watch().turns(2))).containsExactly("done", "stopped");
        assertThat(house.model.requests)
                .allSatisfy(request -> assertThat(said(request)).doesNotContain("never mind", GONE));
    }

    @Test
    void isNobodyElsesToTakeBack() throws Exception {
        answers();
        Watcher watcher = house.watch();
        house.submit("m1", "the owner's");
        watcher.turns(1);

        assertThat(withdraw("signal.anna", "m1")).isFalse();
        assertThat(withdraw("owner", "m9")).isFalse();
        house.submit("m2", "hello");
        watcher.turns(2);
        assertThat(said(house.model.requests.getLast())).contains("the owner's");
    }
}
