package moltbot.control;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Address.Kind;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;

/// What the pages of schedules, people and skills are shown full of, to work on them.
final class Shown {
    private static final long HOUR = 3_600_000;
    private static final String OWNERS = "{\"input\":\"owner\",\"data\":\"public\"}";
    private static final String WORST = "{\"input\":\"untrusted\",\"data\":\"private\"}";

    private Shown() {}

    static void fill(ControlProcess control) throws InterruptedException {
        schedules(control.house().runtime());
        people(control);
        skills(control.house());
    }

    private static void schedules(StandInRuntime runtime) {
        runtime.add("schedule-0123456789abcdef", "run-1", new ChatFact.AssistantText("It will rain.", "demo", "x"));
        long now = System.currentTimeMillis();
        schedule(runtime, 1, "Look whether it will rain today, and tell me if I need the umbrella.", OWNERS)
                .add(JsonObject.with("when", "at the times 0 7 * * 1-5 (Europe/Vienna)")
                        .with("state", "active")
                        .with("last", "done")
                        .with("next", nextWeekdayMorning())
                        .build());
        schedule(
                        runtime,
                        2,
                        "Read the newsletter of the allotment association, sum up what concerns plot 17, and compare the"
                                + " dates with what you remember of ours.",
                        WORST)
                .add(JsonObject.with("when", "every 120 minutes")
                        .with("state", "active")
                        .with("last", "failed")
                        .with("next", now + HOUR / 2)
                        .build());
        schedule(runtime, 3, "Back up the notes to the shelf server.", OWNERS)
                .add(JsonObject.with("when", "at the times 30 2 1 * * (Europe/Vienna)")
                        .with("state", "paused")
                        .with("last", "failed")
                        .build());
        schedule(runtime, 4, "Remind me of the oven.", OWNERS)
                .add(JsonObject.with("when", "once, 20 minutes after it was made")
                        .with("state", "over")
                        .with("last", "done")
                        .build());
    }

    /// Takes the rest of one that has this text.
    private interface Rest {
        void add(JsonObject rest);
    }

    /// As the words beside it say: seven o'clock of the next weekday in Vienna.
    private static long nextWeekdayMorning() {
        ZonedDateTime morning = ZonedDateTime.now(ZoneId.of("Europe/Vienna"))
                .truncatedTo(ChronoUnit.DAYS)
                .plusDays(1)
                .withHour(7);
        while (morning.getDayOfWeek().getValue() > 5) {
            morning = morning.plusDays(1);
        }
        return morning.toInstant().toEpochMilli();
    }

    private static Rest schedule(StandInRuntime runtime, int id, String text, String label) {
        return rest -> {
            JsonObject.Builder all = JsonObject.with("id", id)
                    .with("sender", "owner")
                    .with("origin", id == 2 ? "signal.aaaaaaaaaaaaaaaaaaaa" : "hello")
                    .with("session", "schedule-0123456789abcde" + (id == 1 ? "f" : id))
                    .with("text", text)
                    .with("label", JsonObject.parse(label.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                    .with("made", System.currentTimeMillis() - 90 * HOUR);
            rest.fields().forEach(all::with);
            runtime.schedules.add(all.build());
        };
    }

    private static Address signal(Kind kind, String id) {
        return new Address("signal", "+49301234567", kind, id);
    }

    private static Address whatsapp() {
        return new Address("whatsapp", "106540352242922", Kind.DIRECT, "4915112345678");
    }

    private static void people(ControlProcess control) throws InterruptedException {
        Address me = signal(Kind.DIRECT, "6b1c9d32-5f0e-4c11-9a52-0d6f8f8e4c77");
        Address bert = signal(Kind.DIRECT, "0f3e8a11-2d44-4a2b-8a43-7b1c2f6d9e10");
        letIn(control, me, me, "Robin", true);
        letIn(control, bert, signal(Kind.GROUP, "R3JvdXAtZmFtaWx5LXdhbGtz"), "Family walks", false);
        knock(control, bert, bert, "Bert from the allotments");
        knock(control, bert, signal(Kind.GROUP, "R3JvdXAtcGxvdC0xNw=="), "Plot 17");
        StandInHouse house = control.house();
        channel(house, "signal", "unlinked", "", "");
        house.signal = exchange -> {
            exchange.send(JsonObject.with("uri", "sgnl://linkdevice?uuid=qkL2Yh0gXv1bX0m3&pub_key=BT2l5o8f7YbKcJxg")
                    .build());
            Thread.sleep(Duration.ofMinutes(1));
        };
        channel(
                house,
                "telegram",
                "stopped",
                "Telegram does not accept the bot’s token. Set a new one with './moltbot secret set"
                        + " telegram-bot-token'.",
                "@robins_moltbot");
        channel(house, "whatsapp", "connected", "", "+1 555-078-3881");
        channel(house, "webhook", "connected", "", "house");
        letIn(control, whatsapp(), whatsapp(), "Grandma", false);
        try (LinkClient host = control.as("host")) {
            host.ask(
                    "pairing.admit",
                    JsonObject.with("channel", Address.WEBHOOK)
                            .with("id", "front-door")
                            .with("answers", me.key())
                            .build());
            host.ask(
                    "pairing.tools",
                    JsonObject.with(
                                    "key",
                                    signal(Kind.GROUP, "R3JvdXAtZmFtaWx5LXdhbGtz")
                                            .key())
                            .with("tools", JsonArray.ofTexts(List.of("files", "web")))
                            .build());
        }
        letter(
                house,
                11,
                "dead",
                me,
                "The rain stops at four. I would go then, and take the short way back by the lake.");
        letter(house, 12, "waiting", me, "It is time to take the bread out of the oven.");
    }

    private static void channel(StandInHouse house, String name, String state, String why, String called) {
        house.channels.add(JsonObject.with("channel", name)
                .with("state", state)
                .with("why", why)
                .with("account", called)
                .with("called", called)
                .with("since", System.currentTimeMillis() - 30 * HOUR)
                .build());
    }

    private static void letter(StandInHouse house, int id, String state, Address to, String text) {
        house.runtime()
                .letters
                .add(JsonObject.with("letter", id)
                        .with("address", to.key())
                        .with("state", state)
                        .with("tries", state.equals("dead") ? 12 : 1)
                        .with("made", System.currentTimeMillis() - 5 * HOUR)
                        .with("next", 0)
                        .with(
                                "why",
                                state.equals("dead")
                                        ? "Signal refused it: that number is not registered any more."
                                        : "")
                        .with("text", text)
                        .build());
    }

    private static String knock(ControlProcess control, Address who, Address place, String name) {
        JsonObject head = JsonObject.with("id", "knock-" + name.hashCode())
                .with("who", who.toJson())
                .with("place", place.toJson())
                .with("name", name)
                .with("self", false)
                .build();
        try (LinkCall call = control.as("gateway").open("channel.inbound", head)) {
            call.sendAll(new byte[0]);
            call.reply();
        }
        return control.as("host")
                .ask("pairing.list", JsonObject.EMPTY)
                .list("waiting")
                .objects()
                .getLast()
                .text("code");
    }

    private static void letIn(ControlProcess control, Address who, Address place, String name, boolean owner) {
        JsonObject yes = JsonObject.with("code", knock(control, who, place, name))
                .with("owner", owner)
                .build();
        control.as("host").ask("pairing.approve", yes);
    }

    private static void skills(StandInHouse house) {
        skill(house, "plan-trip", "Plans a trip by train, with times and fares.", "");
        skill(
                house,
                "garden-diary",
                "Keeps the diary of the allotment: what was sown when, what came of it, and what to do in the month to come.",
                "its folder /home/robin/skills/garden-diary was changed since you pinned it. Look at it, then ./moltbot"
                        + " skill add /home/robin/skills/garden-diary, or ./moltbot skill remove garden-diary.");
    }

    private static void skill(StandInHouse house, String name, String description, String problem) {
        house.skills.add(JsonObject.with("name", name)
                .with("description", description)
                .with("digest", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
                .with("tools", JsonArray.ofTexts(List.of("read_file", "write_file", "run_command", "web_fetch")))
                .with("folder", "/home/robin/skills/" + name)
                .with("problem", problem)
                .build());
    }
}
