package moltbot.runtime.schedule;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.model.ToolSpec;
import moltbot.contract.seal.Seal;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.BadInput;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.FixedCall;
import moltbot.runtime.tool.Schema;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import moltbot.runtime.words.Words;

/// `schedule`: has something done later, once or again and again, in a conversation of its own. What is to be done is
/// shown whole to whoever is asked, and fixed from then on.
public final class ScheduleTool implements Tool {
    private static final List<String> FIELDS =
            List.of("action", "text", "at", "in_minutes", "every_minutes", "cron", "zone", "id");
    private static final ToolSpec SPEC = new ToolSpec(
            "schedule",
            "Has you do something later, in a conversation of its own; your answer is sent here. make: text and exactly"
                    + " one of at, in_minutes, every_minutes, cron. list (also tells what time it is), cancel by id.",
            new Schema()
                    .text("action", "make, list or cancel")
                    .text("text", "what to do, understood without this conversation")
                    .text("at", "local time, 2026-12-01T09:00")
                    .integer("in_minutes", "once, after so long")
                    .integer("every_minutes", "at least 5")
                    .text("cron", "minute hour day month weekday")
                    .text("zone", "such as Europe/Vienna")
                    .integer("id", "for cancel")
                    .require("action")
                    .build());

    private final Schedules schedules;
    private final InstantSource clock;
    private final ZoneId zone;
    private final Runnable changed;

    /// @param zone     whose wall clock is meant where none is named
    /// @param changed  told of each change, once it is on disk
    public ScheduleTool(Schedules schedules, InstantSource clock, ZoneId zone, Runnable changed) {
        this.schedules = schedules;
        this.clock = clock;
        this.zone = zone;
        this.changed = changed;
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Capability capability() {
        return Capability.SCHEDULE_MAKE;
    }

    @Override
    public Prepared prepare(JsonObject input, Around around) {
        return switch (Schema.read(input, FIELDS, json -> json.text("action"))) {
            case "make" -> make(input, around);
            case "list" ->
                new FixedCall(
                        new Effect(Capability.SCHEDULE_LIST, JsonObject.EMPTY),
                        Label.KEPT,
                        () -> list(around.sender()));
            case "cancel" -> cancel(Schema.read(input, FIELDS, json -> json.numberOr("id", 0)), around);
            default -> throw new BadInput("action is make, list or cancel.");
        };
    }

    private Prepared make(JsonObject input, Around around) {
        String origin = around.session();
        if (around.isWithoutPeople()) {
            throw new BadInput(
                    "Here nothing can be scheduled: not in a scheduled run, nor by a program. Ask for it in a"
                            + " conversation with a person.");
        }
        String text = Schema.read(input, FIELDS, json -> json.textOr("text", "").strip());
        if (text.isEmpty() || text.length() > Schedule.MAX_CHARS) {
            throw new BadInput("text is what to do: 1 to " + Schedule.MAX_CHARS + " characters.");
        }
        When when = when(input);
        // The same wish of the same conversation is the same conversation, so that what is done twice is one schedule.
        String session = Schedule.SESSIONS
                + Seal.digest(JsonArray.ofTexts(List.of(
                                        around.sender(), origin, when.toJson().toString(), text))
                                .toString()
                                .getBytes(StandardCharsets.UTF_8))
                        .substring(0, 16);
        JsonObject shows = JsonObject.with("when", when.words())
                .with("text", text)
                .with("rule", when.toJson())
                .with("session", session)
                .build();
        Label label = around.heard().label();
        return new FixedCall(new Effect(Capability.SCHEDULE_MAKE, shows), Label.OWNERS, () -> {
            Instant now = clock.instant();
            Optional<Instant> next = when.after(now, now);
            if (next.isEmpty() || next.get().isAfter(now.plus(When.MOST))) {
                return ToolOutcome.of(
                        Outcome.FAILED, "That time is " + (next.isEmpty() ? "over. " : "too far away. ") + now());
            }
            return keep(new Schedule(
                    0, around.sender(), origin, session, text, when, label, now, next, Schedule.State.ACTIVE, ""));
        });
    }

    private ToolOutcome keep(Schedule wanted) {
        try {
            Schedule made = schedules.make(wanted);
            changed.run();
            return ToolOutcome.of(Outcome.OK, "Scheduled as #" + made.id() + ", " + due(made) + " " + now());
        } catch (ContractException e) {
            if (!e.reason().equals("schedules-full")) {
                throw e;
            }
            return ToolOutcome.of(Outcome.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private When when(JsonObject input) {
        String zoneName = Schema.read(input, FIELDS, json -> json.textOr("zone", ""));
        ZoneId there = zoneName.isEmpty() ? zone : When.zone(zoneName);
        String at = Schema.read(input, FIELDS, json -> json.textOr("at", ""));
        String cron = Schema.read(input, FIELDS, json -> json.textOr("cron", ""));
        long in = Schema.read(input, FIELDS, json -> json.numberOr("in_minutes", 0));
        long every = Schema.read(input, FIELDS, json -> json.numberOr("every_minutes", 0));
        // Some models send every field, empty where nothing is meant.
        List<When> all = new ArrayList<>();
        if (!at.isBlank()) {
            all.add(new When.At(When.time(at), there));
        }
        if (in != 0) {
            all.add(new When.In(minutes(in)));
        }
        if (every != 0) {
            all.add(new When.Every(minutes(every)));
        }
        if (!cron.isBlank()) {
            all.add(new When.Times(cron.strip().replaceAll("\\s+", " "), there));
        }
        if (all.size() != 1) {
            throw new BadInput("Say when by exactly one of at, in_minutes, every_minutes and cron.");
        }
        return all.getFirst();
    }

    private static Duration minutes(long minutes) {
        return Duration.ofMinutes(Math.clamp(minutes, -1, 1L << 40));
    }

    private ToolOutcome list(String sender) {
        List<Schedule> all = schedules.of(sender);
        String lines = Words.scheduled(all.stream().map(this::line).toList(), Schedule.MAX_CHARS + 300);
        return ToolOutcome.of(Outcome.OK, (all.isEmpty() ? "Nothing is scheduled.\n" : lines) + now());
    }

    /// What others had a hand in is not told in another conversation.
    private String line(Schedule schedule) {
        String text = schedule.label().input() == Label.Input.OWNER
                ? schedule.text()
                : "(others had a hand in it: its words are shown by ./moltbot schedule list)";
        return "#" + schedule.id() + " " + schedule.state().word() + ", "
                + schedule.when().words() + ", " + due(schedule)
                + (schedule.last().isEmpty() ? "" : " Last run: " + schedule.last() + ".") + " " + text;
    }

    private String due(Schedule schedule) {
        return schedule.next()
                .map(time -> "next on " + new Reports(zone).time(time) + ".")
                .orElse("nothing more comes.");
    }

    private String now() {
        return "It is " + new Reports(zone).time(clock.instant()) + " now, " + zone + ".";
    }

    private Prepared cancel(long id, Around around) {
        Schedule schedule = schedules
                .find(id)
                .filter(found -> found.sender().equals(around.sender()))
                .orElseThrow(() -> new BadInput("There is no schedule #" + id + ". list shows their numbers."));
        JsonObject shows = JsonObject.with("id", id)
                .with("when", schedule.when().words())
                .with("text", schedule.text())
                .build();
        return new FixedCall(new Effect(Capability.SCHEDULE_CANCEL, shows), Label.OWNERS, () -> {
            boolean there = schedules.delete(id);
            changed.run();
            return ToolOutcome.of(Outcome.OK, there ? "Cancelled." : "It had been cancelled before.");
        });
    }
}
