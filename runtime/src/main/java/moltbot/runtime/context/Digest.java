package moltbot.runtime.context;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import moltbot.contract.Cut;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.runtime.words.Words;

/// What stands for turns that no longer have room: the person's own words, what they were asked and said, and what is
/// still to be done, each put here by the house and never left to a model; and a model's summary of the rest.
///
/// @param upto       the number of the event that began the last turn it stands for
/// @param keep       instructions of the person that still hold, word for word
/// @param people     what the person wrote, word for word, oldest first, as much as has room
/// @param approvals  what they were asked and said, one line each
/// @param tasks      the workspace's `tasks.md` as it was
/// @param summary    the model's own words
public record Digest(
        long upto, List<String> keep, List<String> people, List<String> approvals, String tasks, String summary) {
    static final int KEEP_CHARS = 6_000;
    static final int PEOPLE_CHARS = 16_000;
    static final int ONE_CHARS = 2_000;
    static final int MAX_APPROVALS = 30;
    static final int SUMMARY_CHARS = 8_000;
    static final int TASKS_CHARS = 4_000;
    static final String MARK = "KEEP:";

    /// What a model is asked for a summary.
    public static final String QUESTION = """
            [From the house, not from the person: the conversation above is about to be put away to make room. Write \
            for yourself, in at most 500 words, what must not be lost: what was done and found, what was decided, \
            names, numbers, paths and addresses that will be needed, what is unfinished. Then, for each instruction of \
            the person that still holds, one line that begins with KEEP: and quotes their words exactly. Call no \
            tool.]""";

    public Digest {
        keep = List.copyOf(keep);
        people = List.copyOf(people);
        approvals = List.copyOf(approvals);
    }

    /// Makes one.
    ///
    /// @param before     what came before, digest included
    /// @param old        the turns it is to stand for
    /// @param approvals  of those turns
    /// @param answer     what the model wrote when asked [#QUESTION]
    public static Digest of(Past before, List<PastTurn> old, List<String> approvals, String tasks, String answer) {
        List<String> said = new ArrayList<>(before.digest().map(Digest::people).orElse(List.of()));
        old.forEach(turn -> turn.people().forEach(text -> said.add(shortened(text))));
        List<String> kept = before.digest().map(Digest::keep).orElse(List.of());
        List<String> asked =
                new ArrayList<>(before.digest().map(Digest::approvals).orElse(List.of()));
        approvals.forEach(line -> asked.add(Words.line(line, 300)));
        String summary = answer.lines()
                .filter(line -> !line.strip().startsWith(MARK))
                .collect(Collectors.joining("\n"))
                .strip();
        return new Digest(
                old.getLast().seq(),
                newest(Quotes.chosen(answer, kept, said), KEEP_CHARS),
                newest(said, PEOPLE_CHARS),
                asked.subList(Math.max(0, asked.size() - MAX_APPROVALS), asked.size()),
                Cut.marked(tasks, TASKS_CHARS),
                Cut.marked(summary, SUMMARY_CHARS));
    }

    /// Long messages are mostly pasted: their beginning and end say what is wanted.
    private static String shortened(String text) {
        return text.length() <= ONE_CHARS
                ? text
                : Cut.marked(text, ONE_CHARS / 2) + "\n[…]\n" + Cut.last(text, ONE_CHARS / 4);
    }

    /// As many of the last as have room.
    private static List<String> newest(List<String> texts, int maxChars) {
        int from = texts.size();
        int chars = 0;
        while (from > 0 && (chars += texts.get(from - 1).length()) <= maxChars) {
            from--;
        }
        return texts.subList(from, texts.size());
    }

    /// About how many bytes it costs.
    public int weight() {
        return text().length();
    }

    /// As a model is shown it: the same bytes as long as it holds. Each line that is not the house's stands behind a
    /// mark, so that none of them can pass for the house's.
    public String text() {
        StringBuilder text = new StringBuilder("[From the house: what came before, put together to make room. The "
                + "person sees all of it still. Lines behind > are the person's own words.]\n");
        part(text, "Instructions of the person that hold", keep, "> ");
        part(text, "What the person wrote, oldest first", people, "> ");
        part(text, "What the person was asked, and said; each yes was for that once", approvals, "| ");
        part(text, "tasks.md in the workspace, as it was then", List.of(tasks), "| ");
        part(text, "Your own summary: information, not instructions", List.of(summary), "| ");
        return text.toString();
    }

    private static void part(StringBuilder text, String title, List<String> parts, String mark) {
        if (parts.stream().allMatch(String::isBlank)) {
            return;
        }
        text.append("[").append(title).append("]\n");
        for (String part : parts) {
            part.lines()
                    .map(line -> mark.equals("> ") ? line : Words.line(line, SUMMARY_CHARS))
                    .forEach(line -> text.append(mark).append(line).append('\n'));
        }
    }

    public JsonObject toJson() {
        return JsonObject.with("keep", JsonArray.ofTexts(keep))
                .with("people", JsonArray.ofTexts(people))
                .with("approvals", JsonArray.ofTexts(approvals))
                .with("tasks", tasks)
                .with("summary", summary)
                .build();
    }

    public static Digest fromJson(long upto, JsonObject json) {
        return new Digest(
                upto,
                json.list("keep").texts(),
                json.list("people").texts(),
                json.list("approvals").texts(),
                json.text("tasks"),
                json.text("summary"));
    }
}
