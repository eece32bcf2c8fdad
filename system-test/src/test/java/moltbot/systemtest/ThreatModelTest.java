package moltbot.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Every threat of docs/THREAT_MODEL.md names a test that exists.
final class ThreatModelTest {
    private static final Pattern ROW = Pattern.compile("^\\|\\s*(T-\\d{2,3})\\s*\\|(.*)$", Pattern.MULTILINE);
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

    private static final Pattern RULE = Pattern.compile("public String id\\(\\) \\{\\s*return \"(\\w+)\";");

    @Test
    void everyThreatNamesATestThatExists() {
        Map<String, String> tests = new HashMap<>();
        for (Path file : Checkout.testSources()) {
            tests.merge(file.getFileName().toString(), Checkout.read(file), String::concat);
        }
        List<String> faults = new ArrayList<>();
        for (MatchResult row : rows()) {
            List<MatchResult> named = TEST.matcher(row.group(2)).results().toList();
            if (named.isEmpty()) {
                faults.add(row.group(1) + " names no test");
            }
            for (MatchResult test : named) {
                String source = tests.getOrDefault(test.group(1) + ".java", "");
                if (!source.contains("void " + test.group(2) + "(")) {
                    faults.add(row.group(1) + " names " + test.group(1) + "#" + test.group(2) + ", which is not there");
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void everyThreatHasANumberOfItsOwn() {
        assertThat(rows().stream()
                        .map(row -> Integer.parseInt(row.group(1).substring(2)))
                        .toList())
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .isSorted();
    }

    /// What stops the house has a page that says what, why and how to mend it.
    @Test
    void everyCheckOfTheGuardianIsExplained() {
        List<String> ids = Checkout.mainSources().stream()
                .flatMap(file -> RULE.matcher(Checkout.read(file)).results())
                .map(rule -> rule.group(1))
                .toList();
        String page = Checkout.read(Checkout.ROOT.resolve("docs/operations/checks.md"));
        assertThat(ids).hasSizeGreaterThan(5);
        assertThat(ids).allSatisfy(id -> {
            int section = page.indexOf("\n## " + id + "\n");
            assertThat(section).as("a section for " + id).isPositive();
            int next = page.indexOf("\n## ", section + 1);
            assertThat(page.substring(section, next < 0 ? page.length() : next))
                    .contains("**What:**", "**Why:**", "**Mend:**");
        });
    }

    private static List<MatchResult> rows() {
        return ROW.matcher(Checkout.read(Checkout.ROOT.resolve("docs/THREAT_MODEL.md")))
                .results()
                .toList();
    }
}
