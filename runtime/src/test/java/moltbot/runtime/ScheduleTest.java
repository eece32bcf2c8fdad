package moltbot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import moltbot.contract.ContractException;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.chat.InboundMessage;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.link.LinkCall;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is done later: when it is due by a clock that a test sets, in a conversation of its own, and what is told of
/// it.
@Timeout(120)
class ScheduleTest {
    private static final String ANNA = "signal.aaaaaaaaaaaaaaaaaaaa";

    /// A Friday, 09:00 in Vienna.
    private static final Instant START = Instant.parse("2026-11-27T08:00:00Z");

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final List<String> letters = new ArrayList<>();
    private House house;
    private int messages;

    @BeforeEach
    void startHouse() throws Exception {
        house = new House(folder);
        house.clock = now::get;
        house.model.messengers = exchange -> {
            String text = new String(exchange.readBody(1 << 20), StandardCharsets.UTF_8);
            synchronized (letters) {
                letters.add(exchange.head().text("address") + ": " + text);
                letters.notifyAll();
            }
            exchange.send(JsonObject.with("sent", 1).build());
            exchange.send(JsonObject.with("outcome", "sent").build());
        };
        house.start();
    }

    @AfterEach
    void stopHouse() throws Exception {
        house.close();
    }

    private static JsonObject.Builder make(String text) {
        return JsonObject.with("action", "make").with("text", text);
    }

    private ChatFact.ToolFinished call(String sender, String session, JsonObject input) throws InterruptedException {
        house.model.callsOnce("schedule", input);
        JsonObject taken = house.client()
                .ask(
                        "chat.submit",
                        new InboundMessage(
                                        "m" + ++messages,
                                        "panel",
                                        sender,
                                        session,
                                        "go",
                                        session.equals("chat") ? sender : "")
                                .toJson());
        ChatFact.ToolFinished result;
        try (Watcher watcher = new Watcher(house.client(), sender, session, taken.number("seq"))) {
            result =
                    Watcher.facts(watcher.turns(1), ChatFact.ToolFinished.class).getLast();
        }
        house.model.script = (request, out) -> out.text("Did it.").end();
        return result;
    }

    private String schedule(JsonObject.Builder input) throws InterruptedException {
        return call("owner", "main", input.build()).output();
    }

    private List<JsonObject> all() {
        List<JsonObject> schedules = new ArrayList<>();
        try (LinkCall call = house.client().open("schedule.list", JsonObject.EMPTY)) {
            call.end();
            byte[] frame;
            while ((frame = call.next()) != null) {
                schedules.add(JsonObject.parse(frame));
            }
        }
        return schedules;
    }

    private JsonObject one() {
        return all().getFirst();
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
        wake();
    }

    /// To resume what is not paused changes nothing, but has the clock looked at.
    private void wake() {
        house.client()
                .ask(
                        "schedule.resume",
                        JsonObject.with("id", one().number("id")).build());
    }

    /// What the conversation was told of runs, once so many are.
    private List<String> told(String sender, String session, int count) throws InterruptedException {
        try (Watcher watcher = house.watch(sender, session, 0)) {
            return notices(watcher.until(seen -> notices(seen).size() >= count));
        }
    }

    private static List<String> notices(List<ChatEvent> events) {
        return Watcher.facts(events, ChatFact.Notice.class).stream()
                .filter(notice -> notice.code().equals("scheduled"))
                .map(ChatFact.Notice::text)
                .toList();
    }

    private void awaitLetters(int count) throws InterruptedException {
        synchronized (letters) {
            long deadline = System.nanoTime() + 20_000_000_000L;
            while (letters.size() < count) {
                assertThat(System.nanoTime()).as("letters so far: " + letters).isLessThan(deadline);
                letters.wait(1_000);
            }
        }
    }

    private List<String> told(int count) throws InterruptedException {
        return told("owner", "main", count);
    }

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
    void runsOneAtATime() throws Exception {
        Semaphore answers = new Semaphore(0);
        schedule(make("Look.").with("every_minutes", 5));
        house.model.script = (request, out) -> {
            answers.acquire();
            out.text("Did it.").end();
        };
        int before = house.model.requests.size();
        pass(Duration.ofMinutes(5));
        try (Watcher run = house.watch("owner", one().text("session"), 0)) {
            run.first(ChatFact.UserMessage.class);
            pass(Duration.ofMinutes(5));
            pass(Duration.ofMinutes(5));
            answers.release(2);
            List<String> told = told(2);
            assertThat(told.get(1)).contains("It began late", "1 later run that was due by then is left out.");
            assertThat(Watcher.facts(run.turns(2), ChatFact.UserMessage.class)).hasSize(2);
        }
        assertThat(house.model.requests).hasSize(before + 2);
    }

    @Test
    void saysThatARunFailedAndWhyAndPausesAfterFive() throws Exception {
        schedule(make("Look.").with("every_minutes", 5));
        house.model.script = (request, out) -> {
            throw ContractException.refused("budget-day", "The budget of this day is spent.");
        };
        for (int i = 1; i <= 5; i++) {
            pass(Duration.ofMinutes(5));
            told(i);
        }
        List<String> told = told(5);
        assertThat(told.getFirst())
                .contains("It did not come to its end. The budget of this day is spent.", "It is due again as planned.")
                .doesNotContain("paused");
        assertThat(told.getLast()).contains("That was the 5th failure in a row, so it is paused now.");
        assertThat(one().text("state")).isEqualTo("paused");

        house.model.script = (request, out) -> out.text("Works.").end();
        pass(Duration.ofMinutes(30));
        pass(Duration.ofMinutes(5));
        assertThat(told(6).getLast()).contains("Works.").doesNotContain("late");
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
    void asksBeforeItIsMadeAndMakesNothingOfANo() throws Exception {
        house.control.decision = "deny";
        assertThat(call("owner", "main", make("Look.").with("every_minutes", 5).build())
                        .outcome())
                .isEqualTo("denied");
        assertThat(all()).isEmpty();
    }

    @Test
    void keepsEverySendersSchedulesApart() throws Exception {
        schedule(make("The owner's secret.").with("every_minutes", 5));
        assertThat(call(ANNA, "chat", JsonObject.with("action", "list").build()).output())
                .contains("Nothing is scheduled.");
        assertThat(call(
                                ANNA,
                                "chat",
                                JsonObject.with("action", "cancel")
                                        .with("id", 1)
                                        .build())
                        .output())
                .contains("There is no schedule #1");
        assertThat(schedule(JsonObject.with("action", "list")))
                .contains("| #1 active, every 5 minutes, next on Friday 2026-11-27 09:05. The owner's secret.");
        assertThat(schedule(JsonObject.with("action", "cancel").with("id", 1))).isEqualTo("Cancelled.");
        assertThat(all()).isEmpty();
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
                        ANNA + ": **Scheduled #1, due Friday 2026-11-27 09:05**\n\nDid it.",
                        ANNA
                                + ": **Scheduled #1, due Friday 2026-11-27 09:10**\n\nIt did not come to its end. It is due"
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

    @Test
    void pausesResumesAndDeletes() throws Exception {
        schedule(make("Look.").with("every_minutes", 5));
        JsonObject id = JsonObject.with("id", 1).build();
        assertThat(house.client().ask("schedule.pause", id).text("state")).isEqualTo("paused");
        now.updateAndGet(before -> before.plus(Duration.ofMinutes(12)));
        JsonObject resumed = house.client().ask("schedule.resume", id);
        assertThat(resumed.number("next"))
                .isEqualTo(START.plus(Duration.ofMinutes(15)).toEpochMilli());
        assertThat(resumed.text("state")).isEqualTo("active");
        house.client().ask("schedule.delete", id);
        assertThat(House.reasonOf(() -> house.client().ask("schedule.delete", id)))
                .isEqualTo("unknown-schedule");
        assertThat(House.reasonOf(() -> house.client().ask("schedule.pause", id)))
                .isEqualTo("unknown-schedule");
        schedule(make("Look.").with("every_minutes", 5));
        assertThat(one().number("id")).as("a number is never used again").isEqualTo(2);
    }

    @Test
    void boundsHowManyThereAreAndMakesTheSameOnce() throws Exception {
        for (int i = 1; i <= 32; i++) {
            schedule(make("Look " + i).with("every_minutes", 5));
        }
        assertThat(schedule(make("Look 7").with("every_minutes", 5))).startsWith("Scheduled as #7");
        assertThat(call(
                                "owner",
                                "main",
                                make("Look 33").with("every_minutes", 5).build())
                        .outcome())
                .isEqualTo("failed");
        assertThat(all()).hasSize(32);
    }

    @Test
    void takesNothingThatMakesNoSense() throws Exception {
        for (JsonObject.Builder input : List.of(
                make("Look."),
                make("").with("in_minutes", 5),
                make("x".repeat(2_001)).with("in_minutes", 5),
                make("Look.").with("in_minutes", 5).with("every_minutes", 5),
                make("Look.").with("every_minutes", 4),
                make("Look.").with("in_minutes", Long.MAX_VALUE),
                make("Look.").with("in_minutes", Long.MIN_VALUE),
                make("Look.").with("cron", "* * * * *"),
                make("Look.").with("cron", "never"),
                make("Look.").with("at", "2026-11-27T08:59"),
                make("Look.").with("at", "+999999999-12-31T23:59"),
                make("Look.").with("at", "soon"),
                make("Look.").with("at", "2027-11-27T08:59").with("zone", "Nowhere"),
                JsonObject.with("action", "cancel"),
                JsonObject.with("action", "dance"))) {
            assertThat(call("owner", "main", input.build()).outcome())
                    .as(input.build().toString())
                    .isEqualTo("failed");
        }
        assertThat(all()).isEmpty();
    }

    @Test
    void aScheduledRunSchedulesNothing() throws Exception {
        schedule(make("Breed.").with("every_minutes", 5));
        house.model.callsOnce(
                "schedule", make("Breed more.").with("every_minutes", 5).build());
        pass(Duration.ofMinutes(5));
        told(1);
        assertThat(all()).hasSize(1);
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
