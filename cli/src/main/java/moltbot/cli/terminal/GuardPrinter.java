package moltbot.cli.terminal;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// Prints the guardian's report for a person.
public final class GuardPrinter {
    private static final Map<String, String> MARKS =
            Map.of("clear", "✓", "found", "✗", "blind", "?", "stale", "?", "waiting", "…");

    private final Terminal terminal;

    public GuardPrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    public void print(JsonObject report) {
        long late = report.numberOr("reportAgeMillis", 0);
        terminal.line(summary(report));
        terminal.line("");
        for (JsonObject rule : report.list("rules").objects()) {
            rule(rule, late);
        }
        for (JsonObject bypass : report.listOr("bypasses", JsonArray.EMPTY).objects()) {
            terminal.line("");
            terminal.line("! " + bypass(bypass));
        }
    }

    private static String summary(JsonObject report) {
        long clear = 0;
        long found = 0;
        long unknown = 0;
        for (JsonObject rule : report.list("rules").objects()) {
            switch (rule.text("result")) {
                case "clear" -> clear++;
                case "found" -> found++;
                default -> unknown++;
            }
        }
        String text = clear + " of " + (clear + found + unknown) + " checks clear";
        text += found > 0 ? ", " + found + " found something" : "";
        text += unknown > 0 ? ", " + unknown + " without a result" : "";
        return text + ".";
    }

    private void rule(JsonObject rule, long late) {
        String result = rule.text("result");
        String age = rule.find("ageMillis").isPresent() ? age(rule.number("ageMillis") + late) : "–";
        terminal.line(String.format(
                Locale.ROOT,
                "%s %-4s %-62s %6s  %s",
                mark(rule, result),
                rule.text("id"),
                Terminal.plain(rule.text("title")),
                age,
                result.equals("clear") ? "" : result));
        for (JsonObject finding : rule.list("findings").objects()) {
            terminal.line("       " + consequence(finding) + Terminal.plain(finding.text("reason")));
            terminal.line(
                    "       seen: " + Terminal.plain(finding.text("evidence")).replace('\n', ' '));
        }
        long more = rule.number("found") - rule.list("findings").values().size();
        if (more > 0) {
            terminal.line("       and " + more + " more");
        }
        if (!rule.list("findings").values().isEmpty()) {
            terminal.line("       mend: " + rule.text("page"));
        }
    }

    /// What is only a warning, or passes, is no cross.
    private static String mark(JsonObject rule, String result) {
        boolean blocks = rule.list("findings").objects().stream()
                .anyMatch(finding ->
                        finding.find("bypassed").orElse(JsonValue.NULL).equals(JsonValue.NULL)
                                && !finding.text("action").equals("warn"));
        return result.equals("found") && !blocks ? "!" : MARKS.getOrDefault(result, "?");
    }

    private static String consequence(JsonObject finding) {
        if (finding.find("bypassed").orElse(JsonValue.NULL) instanceof JsonObject bypass) {
            return "[bypassed until " + bypass.text("until") + "] ";
        }
        return switch (finding.text("action")) {
            case "exposure" -> "[everything shut] ";
            case "trip" -> "[blocked until reset] ";
            case "hold" -> "[blocked while so] ";
            default -> "[warning] ";
        };
    }

    /// One bypass in a line.
    public static String bypass(JsonObject bypass) {
        String subject = bypass.textOr("subject", "");
        return Terminal.plain(bypass.text("check") + (subject.isEmpty() ? "" : " (" + subject + ")")
                + " is bypassed until " + bypass.text("until") + ": " + bypass.text("reason"));
    }

    private static String age(long millis) {
        Duration age = Duration.ofMillis(millis);
        if (age.toSeconds() < 10) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        return age.toMinutes() < 2 ? age.toSeconds() + " s" : age.toMinutes() + " min";
    }

    /// What `check --once` ends with: 0 clear, 1 warnings, 2 something blocks, 3 something exposes, 4 something could
    /// not be looked at.
    public static int exitCode(JsonObject report) {
        int worst = 0;
        boolean blind = false;
        for (JsonObject rule : report.list("rules").objects()) {
            blind |= rule.text("result").equals("stale");
            for (JsonObject finding : rule.list("findings").objects()) {
                boolean bypassed = finding.find("bypassed").orElse(JsonValue.NULL) instanceof JsonObject;
                boolean warns = bypassed || finding.text("action").equals("warn");
                if (finding.flag("blind") && !warns) {
                    blind = true;
                } else {
                    worst = Math.max(worst, warns ? 1 : finding.text("action").equals("exposure") ? 3 : 2);
                }
            }
        }
        return blind && worst < 2 ? 4 : worst;
    }
}
