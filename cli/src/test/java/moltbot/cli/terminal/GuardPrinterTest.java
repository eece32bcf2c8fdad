package moltbot.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.Test;

final class GuardPrinterTest {
    private static JsonObject report(String result, String... findings) {
        return JsonObject.parse("""
                {"rules":[{"id":"L2","title":"Nothing listens","page":"docs/operations/checks.md#l2","result":"%s",
                "ageMillis":200,"found":%d,"findings":[%s]}],"bypasses":[]}
                """.formatted(result, findings.length, String.join(",", findings)));
    }

    private static String finding(String action, boolean blind, String bypassed) {
        return """
                {"subject":"s","action":"%s","blind":%s,"reason":"It is so.","evidence":"tcp \\u001b[31m","bypassed":%s}
                """.formatted(action, blind, bypassed);
    }

    @Test
    void exitCodeIsThatOfTheWorstFinding() {
        assertThat(GuardPrinter.exitCode(report("clear"))).isZero();
        assertThat(GuardPrinter.exitCode(report("found", finding("warn", false, "null"))))
                .isEqualTo(1);
        assertThat(GuardPrinter.exitCode(report("found", finding("hold", false, "null"))))
                .isEqualTo(2);
        assertThat(GuardPrinter.exitCode(report("found", finding("trip", false, "null"))))
                .isEqualTo(2);
        assertThat(GuardPrinter.exitCode(
                        report("found", finding("warn", false, "null"), finding("exposure", false, "null"))))
                .isEqualTo(3);
        assertThat(GuardPrinter.exitCode(report("blind", finding("trip", true, "null"))))
                .isEqualTo(4);
        assertThat(GuardPrinter.exitCode(report("stale"))).isEqualTo(4);
    }

    @Test
    void whatIsBypassedCountsAsAWarningAndIsShown() {
        JsonObject report = report("found", finding("trip", false, "{\"until\":\"2026-01-01T00:00:00Z\"}"));
        assertThat(GuardPrinter.exitCode(report)).isEqualTo(1);
        assertThat(printed(report)).contains("! L2", "[bypassed until 2026-01-01T00:00:00Z] It is so.");
    }

    @Test
    void evidenceCannotMoveTheCursor() {
        assertThat(printed(report("found", finding("trip", false, "null"))))
                .contains("✗ L2", "[blocked until reset] It is so.", "seen: tcp [31m")
                .doesNotContain("\u001b");
    }

    private static String printed(JsonObject report) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new GuardPrinter(new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8))).print(report);
        return out.toString(StandardCharsets.UTF_8);
    }
}
