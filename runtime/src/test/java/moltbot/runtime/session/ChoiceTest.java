package moltbot.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import moltbot.contract.ContractException;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ModelRequest;
import moltbot.runtime.House;
import moltbot.runtime.StandInModel;
import moltbot.runtime.Watcher;
import moltbot.runtime.context.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What an owner chooses for one conversation: which model is asked first in it, and that it is summed up now.
@Timeout(120)
class ChoiceTest {
    private static final String CHOSEN = "anthropic/claude-chosen";

    @TempDir
    Path folder;

    private House house;
    private int messages;

    @BeforeEach
    void startHouse() throws Exception {
        house = new House(folder).start();
        house.model.script = (request, out) ->
                out.text(isSummary(request) ? "We talked." : "x".repeat(9_000)).end();
    }

    @AfterEach
    void stopHouse() throws Exception {
        house.close();
    }

    private static boolean isSummary(ModelRequest request) {
        return StandInModel.lastText(request).equals(Digest.QUESTION);
    }

    private void say(String session, String text) throws InterruptedException {
        long seq = house.submit("owner", session, "m" + ++messages, text).number("seq");
        try (Watcher watcher = house.watch("owner", session, seq)) {
            watcher.first(ChatFact.TurnFinished.class);
        }
    }

    private JsonObject ask(String operation, String session, String name, String value) {
        return house.client()
                .ask(
                        operation,
                        JsonObject.with("sender", "owner")
                                .with("session", session)
                                .with(name, value)
                                .build());
    }

    private JsonObject compact() {
        return ask("chat.compact", "main", "by", "owner");
    }

    private static List<String> notices(List<ChatEvent> events) {
        return Watcher.facts(events, ChatFact.Notice.class).stream()
                .map(ChatFact.Notice::text)
                .toList();
    }

    private long summaries() {
        return house.model.requests.stream().filter(ChoiceTest::isSummary).count();
    }

    @Test
    void sumsUpNowAndSaysHowMuchLongerItWas() throws Exception {
        for (int i = 0; i < 4; i++) {
            say("main", "remember the number " + i);
        }
        assertThat(compact().number("tokens")).isBetween(8_000L, 10_000L);
        List<String> told = notices(house.watch().turns(5));
        assertThat(told).hasSize(2);
        assertThat(told.getLast())
                .matches("Summed up, as you asked: about 9,\\d{3} tokens .* about \\d,?\\d+ now\\..*");

        say("main", "and now?");
        String shown = house.model.requests.getLast().toJson().toString();
        assertThat(shown)
                .contains("> remember the number 0")
                .contains("| We talked.")
                .doesNotContain("as you asked")
                .hasSizeLessThan(16_000);
    }

    @Test
    void leavesAShortConversationAsItIs() throws Exception {
        house.model.script = (request, out) -> out.text("Yes.").end();
        assertThat(House.reasonOf(this::compact)).isEqualTo("nothing-to-sum-up");
        say("main", "hello");
        assertThat(House.reasonOf(this::compact)).isEqualTo("nothing-to-sum-up");
        assertThat(summaries()).isZero();
        assertThat(house.watch().turns(1)).hasSize(3);
    }

    @Test
    void changesNothingWhereTheModelFails() throws Exception {
        say("main", "one");
        say("main", "two");
        house.model.script = (request, out) -> {
            throw ContractException.refused("model-rejected", "no");
        };
        compact();
        assertThat(notices(house.watch().turns(3)).getLast())
                .contains("Nothing of this conversation was changed")
                .contains("/compact tries it again");
        house.model.script = (request, out) -> out.text("Yes.").end();
        say("main", "three");
        assertThat(house.model.requests.getLast().toJson().toString()).contains("x".repeat(9_000));
    }

    @Test
    void sumsUpAfterTheProcessWasKilledInTheMiddle() throws Exception {
        house.stop();
        house.startProcess();
        say("main", "one");
        say("main", "two");
        CountDownLatch asked = new CountDownLatch(1);
        house.model.script = (request, out) -> {
            asked.countDown();
            new CountDownLatch(1).await();
        };
        compact();
        asked.await();
        house.kill();
        house.model.script = (request, out) ->
                out.text(isSummary(request) ? "We talked." : "Yes.").end();
        house.startProcess();

        List<String> told = notices(house.watch().turns(3));
        assertThat(told.getLast()).startsWith("Summed up, as you asked");
        assertThat(summaries()).isEqualTo(2);
    }

    @Test
    void waitsForWhatRunsAndJoinsNoTurn() throws Exception {
        say("main", "one");
        say("main", "two");
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        house.model.script = (request, out) -> {
            if (isSummary(request)) {
                out.text("We talked.").end();
            } else if (calls.getAndIncrement() == 0) {
                asked.countDown();
                goOn.await();
                out.call(
                                "tool-1",
                                "memory",
                                JsonObject.with("action", "search")
                                        .with("query", "x")
                                        .build())
                        .tools();
            } else {
                out.text("Done.").end();
            }
        };
        house.submit("m-busy", "three");
        asked.await();
        compact();
        compact();
        goOn.countDown();

        List<ChatEvent> events = house.watch().turns(4);
        assertThat(Watcher.facts(events, ChatFact.TurnJoined.class)).isEmpty();
        assertThat(Watcher.types(events)).endsWith("assistant_text", "turn_finished", "notice", "turn_finished");
        assertThat(summaries()).isEqualTo(1);
    }

    @Test
    void waitsForAnAnswerThatIsWaitedFor() throws Exception {
        say("main", "one");
        say("main", "two");
        house.model.script = (request, out) -> {
            if (isSummary(request)) {
                out.text("We talked.").end();
            } else if (StandInModel.lastResults(request).isEmpty()) {
                out.call(
                                "tool-1",
                                "ask_user",
                                JsonObject.with("question", "Which day?")
                                        .with("choices", JsonArray.EMPTY)
                                        .build())
                        .tools();
            } else {
                out.text("Done.").end();
            }
        };
        house.submit("m-asks", "three");
        Watcher watcher = house.watch();
        watcher.first(ChatFact.QuestionAsked.class);
        compact();
        assertThat(summaries()).isZero();
        house.submit("m-answer", "Tuesday");

        List<ChatEvent> events = watcher.turns(4);
        assertThat(notices(events).getLast()).startsWith("Summed up, as you asked");
        assertThat(summaries()).isEqualTo(1);
    }

    @Test
    void asksTheModelThatWasChosenForThisConversationAndAfterARestart() throws Exception {
        ask("chat.model", "main", "model", CHOSEN);
        say("main", "one");
        say("other", "one");
        house.stop();
        house.start();
        say("main", "two");
        compact();
        house.watch().turns(3);
        ask("chat.model", "main", "model", "");
        say("main", "three");

        assertThat(house.model.requests)
                .extracting(ModelRequest::model)
                .containsExactly(CHOSEN, "", CHOSEN, CHOSEN, "");
    }

    @Test
    void saysWhichModelWasChosenInTheList() {
        assertThat(ask("chat.model", "main", "by", "owner").text("model")).isEmpty();
        ask("chat.model", "main", "model", CHOSEN);
        assertThat(ask("chat.model", "main", "by", "owner").text("model")).isEqualTo(CHOSEN);
        house.submit("m1", "one");
        JsonObject listed = house.client()
                .ask("chat.sessions", JsonObject.with("sender", "owner").build())
                .list("sessions")
                .objects()
                .getFirst();
        assertThat(listed.text("model")).isEqualTo(CHOSEN);
        assertThat(House.reasonOf(() -> ask("chat.model", "main", "model", "x".repeat(201))))
                .isEqualTo("malformed");
    }
}
