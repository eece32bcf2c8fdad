package moltbot.control.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import moltbot.contract.Cut;
import moltbot.contract.json.JsonObject;
import moltbot.control.chat.ModelDesk;
import moltbot.control.memory.MemoryDesk;
import moltbot.control.schedule.ScheduleDesk;

/// What is remembered, what is planned and what was chosen, as a list that fits a messenger, and the changes its owner
/// may make there.
public final class KeptWords {
    private static final int MOST_SHOWN = 10;
    private static final int LINE = 120;

    private final MemoryDesk memories;
    private final ScheduleDesk schedules;
    private final ModelDesk models;

    public KeptWords(MemoryDesk memories, ScheduleDesk schedules, ModelDesk models) {
        this.memories = memories;
        this.schedules = schedules;
        this.models = models;
    }

    String model(String session, List<String> words, String by) throws InterruptedException {
        if (words.isEmpty()) {
            return models.words(session);
        }
        if (words.size() > 1) {
            return "Write /model and one name or number, or /model default. Nothing was changed.";
        }
        String name = models.choose(session, words.getFirst(), by);
        return name.isEmpty()
                ? "From your next message on, the usual model answers in this conversation."
                : "From your next message on, " + name
                        + " is asked first in this conversation. It is shown all that was said here.";
    }

    String compact(String session, List<String> words, String by) throws InterruptedException {
        return words.isEmpty()
                ? String.format(
                        Locale.ENGLISH,
                        "A model is shown about %,d tokens of this conversation. I am summing up its older part; what"
                                + " came of it is said here.",
                        models.compact(session, by))
                : "Write /compact and nothing else. Nothing was changed.";
    }

    String memory(List<String> words, String by) throws InterruptedException {
        if (words.isEmpty()) {
            return shown(
                    memories.list().list("memories").objects(),
                    "I remember nothing.",
                    memory -> memory.text("text") + (memory.flagOr("waiting", false) ? " (waits for you)" : ""));
        }
        if (words.size() == 2 && words.getFirst().equals("forget") && isNumber(words.getLast())) {
            memories.forget(Long.parseLong(words.getLast()), by);
            return "Forgotten.";
        }
        return "Write /memory, or /memory forget and a number. Nothing was changed.";
    }

    String schedule(List<String> words, String by) throws InterruptedException {
        if (words.isEmpty()) {
            return shown(
                    schedules.list().list("schedules").objects(),
                    "Nothing is planned.",
                    plan -> plan.text("state") + ", " + plan.text("when") + ": " + plan.text("text"));
        }
        if (words.size() == 2 && isNumber(words.getLast())) {
            long id = Long.parseLong(words.getLast());
            switch (words.getFirst()) {
                case "pause" -> {
                    return "It is " + schedules.pause(id, by).text("state") + ".";
                }
                case "resume" -> {
                    return "It is " + schedules.resume(id, by).text("state") + ".";
                }
                case "delete" -> {
                    schedules.delete(id, by);
                    return "Deleted.";
                }
                default -> {}
            }
        }
        return "Write /schedule, or /schedule pause, resume or delete and a number. Nothing was changed.";
    }

    private static boolean isNumber(String word) {
        return word.matches("[0-9]{1,15}");
    }

    private static String shown(List<JsonObject> all, String none, Function<JsonObject, String> words) {
        List<String> lines = new ArrayList<>();
        for (JsonObject one : all.subList(0, Math.min(MOST_SHOWN, all.size()))) {
            String line = words.apply(one).replaceAll("\\s+", " ");
            lines.add(one.number("id") + ". " + Cut.marked(line, LINE));
        }
        if (all.size() > MOST_SHOWN) {
            lines.add("and " + (all.size() - MOST_SHOWN) + " more, which the panel or ./moltbot shows.");
        }
        return lines.isEmpty() ? none : String.join("\n", lines);
    }
}
