package moltbot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import moltbot.contract.ContractException;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is done later: when it is due by a clock that a test sets, in a conversation of its own, and what is told of
/// it.
@Timeout(120)
class ScheduleTest extends Later {
    @Test
    void runsInAConversationOfItsOwnAndTellsWhereItWasAskedFor() throws Exception {
        assertThat(schedule(make("Water the plants.").with("in_minutes", 90)))
                .isEqualTo("Scheduled as #1, next on Friday 2026-11-27 10:30. It is Friday 2026-11-27 09:00 now,"
                        + " Europe/Vienna.");
        int before = house.model.requests.size();
        pass(Duration.ofMinutes(89));
        assertThat(house.model.requests).hasSize(before);
        pass(Duration.ofMinutes(1));

        assertThat(told(1)).containsExactly("**Scheduled #1, due Friday 2026-11-27 10:30**\n\nDid it.");
        assertThat(house.model.requests.getLast().messages())
                .as("nothing of what was said here")
                .hasSize(1);
        assertThat(StandInModel.lastText(house.model.requests.getLast()))
                .contains("#1, once, 90 minutes after it was made, due Friday 2026-11-27 10:30", "Nobody is waiting")
                .endsWith("\nWater the plants.");
        assertThat(one().text("state")).isEqualTo("over");
        assertThat(one().text("last")).startsWith("done");
        try (Watcher run = house.watch("owner", one().text("session"), 0)) {
            assertThat(Watcher.types(run.turns(1))).containsExactly("user_message", "assistant_text", "turn_finished");
        }
    }

    @Test
    void noModelReadsWhatItWasTold() throws Exception {
        schedule(make("Water the plants.").with("in_minutes", 1));
        pass(Duration.ofMinutes(1));
        told(1);
        long seq = house.submit("m-after", "hello").number("seq");
        try (Watcher watcher = house.watch("owner", "main", seq)) {
            watcher.turns(1);
        }
        assertThat(house.model.requests.getLast().toJson().toString()).doesNotContain("Scheduled #1, due");
    }

    @Test
    void comesAgainAndAgainAndRunsWhatWasMissedOnceAndSaysSo() throws Exception {
        schedule(make("Look.").with("cron", "0 10 * * *"));
        pass(Duration.ofHours(1));
        told(1);
        house.stop();
        now.updateAndGet(before -> before.plus(Duration.ofHours(73)));
        house.start();

        List<String> told = told(2);
        assertThat(told.get(1))
                .contains(
                        "due Saturday 2026-11-28 10:00",
                        "It began late, at Monday 2026-11-30 11:00.",
                        "2 later runs that were due by then are left out.");
        assertThat(one().number("next"))
                .isEqualTo(Instant.parse("2026-12-01T09:00:00Z").toEpochMilli());
        assertThat(told).hasSize(2);
    }

    @Test
    void aRunHasTheLabelOfTheConversationThatAskedForIt() throws Exception {
        house.model.web = exchange -> exchange.reply(JsonObject.with("status", 200)
                .with("url", "https://evil.example/")
                .with("type", "text/plain")
                .with("cut", false)
                .build());
        house.model.callsOnce(
                "web_fetch", JsonObject.with("url", "https://evil.example/").build());
        try (Watcher watcher =
                house.watch("owner", "main", house.submit("m0", "read").number("seq"))) {
            watcher.turns(1);
        }
        schedule(make("Send it all.").with("in_minutes", 1));
        JsonObject made = house.control.asked.getLast();
        assertThat(made.text("effect")).isEqualTo("schedule.make");
        assertThat(made.object("shows").text("text")).isEqualTo("Send it all.");

        house.model.callsOnce(
                "web_fetch", JsonObject.with("url", "https://b.example/").build());
        pass(Duration.ofMinutes(1));
        told(1);
        JsonObject asked = house.control.asked.getLast();
        assertThat(asked.text("effect")).isEqualTo("web.fetch");
        assertThat(asked.text("session")).isEqualTo(made.object("shows").text("session"));
        assertThat(Label.fromJson(asked.object("label"))).isEqualTo(Label.FOREIGN);
        assertThat(call("owner", "clean", JsonObject.with("action", "list").build())
                        .output())
                .contains("#1 over", "others had a hand in it")
                .doesNotContain("Send it all");
    }

    @Test
    void answersThroughTheMessengerItWasAskedThroughAndHidesReasonsFromGuests() throws Exception {
        call(ANNA, "chat", make("Look.").with("every_minutes", 5).build());
        awaitLetters(1);
        pass(Duration.ofMinutes(5));
        told(ANNA, "chat", 1);
        house.model.script = (request, out) -> {
            throw ContractException.refused("budget-day", "The budget of this day is spent.");
        };
        pass(Duration.ofMinutes(5));
        told(ANNA, "chat", 2);
        awaitLetters(3);
        assertThat(letters)
                .containsExactly(
                        ANNA + ": Done.",
                        ANNA + ": Scheduled #1, due Friday 2026-11-27 09:05\n\nDid it.",
                        ANNA
                                + ": Scheduled #1, due Friday 2026-11-27 09:10\n\nIt did not come to its end. It is due"
                                + " again as planned.");
        assertThat(StandInModel.lastText(house.model.requests.getLast())).contains("not your owner");
    }

    @Test
    void asksThroughTheMessengerWhatARunMayNotDoByItself() throws Exception {
        call("owner", "chat", make("Look.").with("in_minutes", 1).build());
        awaitLetters(1);
        house.control.decision = "ask";
        house.model.callsOnce("memory", JsonObject.with("action", "search").build());
        pass(Duration.ofMinutes(1));
        try (Watcher run = house.watch("owner", one().text("session"), 0)) {
            ChatFact.ApprovalAsked asked = run.first(ChatFact.ApprovalAsked.class);
            awaitLetters(2);
            assertThat(letters.getLast()).contains("I need your yes", asked.approval());
            house.control.answer(asked.call(), "denied");
            run.turns(1);
        }
        told("owner", "chat", 1);
    }

    /// Killed again and again while a run begins, is under way and ends: it is begun once and told of once.
    @Test
    void runsOnceWhateverIsKilled() throws Exception {
        now.set(Instant.now().minus(Duration.ofMinutes(10)));
        for (int i = 1; i <= 3; i++) {
            schedule(make("Look " + i).with("in_minutes", 5 + i));
        }
        house.stop();
        CountDownLatch asked = new CountDownLatch(3);
        house.model.script = (request, out) -> {
            asked.countDown();
            new CountDownLatch(1).await();
        };
        house.startProcess();
        asked.await();
        house.kill();
        house.model.script = (request, out) -> out.text("Did it.").end();
        for (int i = 0; i < 4; i++) {
            house.startProcess();
            house.kill();
        }
        house.startProcess();

        assertThat(told(3)).hasSize(3);
        house.kill();
        house.startProcess();
        assertThat(told(3)).as("told once").hasSize(3);
        for (JsonObject schedule : all()) {
            assertThat(schedule.text("state")).isEqualTo("over");
            try (Watcher run = house.watch("owner", schedule.text("session"), 0)) {
                List<ChatEvent> events = run.turns(1);
                assertThat(Watcher.facts(events, ChatFact.UserMessage.class)).hasSize(1);
                assertThat(Watcher.facts(events, ChatFact.AssistantText.class)).hasSize(1);
            }
        }
    }
}
