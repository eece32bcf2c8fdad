package moltbot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import moltbot.contract.ContractException;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who may have what done later, how much of it, and what is none.
@Timeout(120)
class ScheduleBoundsTest extends Later {
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
}
