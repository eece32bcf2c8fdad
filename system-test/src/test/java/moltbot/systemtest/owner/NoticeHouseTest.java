package moltbot.systemtest.owner;

import static moltbot.systemtest.owner.SecurityPage.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import moltbot.contract.chat.ChatFact;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.Browser;
import moltbot.systemtest.house.Conversation;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What the owner is told by the guard, in the assistant's own conversations and in the audit of a whole house.
@EnabledOnOs(OS.LINUX)
class NoticeHouseTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final byte[] FACTOR = (PASSWORD + "\n").getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void aTripAndItsResetAreToldInTheOwnersConversationInFixedWordsAlsoWhileItIsBlocked() throws Exception {
        Path data = folder.resolve("data");
        TestHouse.settings(data, "reset-dwell-seconds: 0\n");
        try (TestHouse house = TestHouse.up(data, Map.of());
                Browser browser = new Browser()) {
            browser.claim(house, PASSWORD);
            Path open = data.resolve("control").resolve("open-to-everybody");
            Files.writeString(open, "x");
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-rw-"));
            Await.until("the trip", SOON, () -> house.breaker().has("trip"));

            Conversation guard = new Conversation(house, "guard");
            Await.until("the notice", SOON, () -> !notices(guard).isEmpty());
            assertThat(house.breaker().text("state")).isEqualTo("OPEN");
            String check = house.breaker().object("trip").text("check");
            assertThat(notices(guard).getFirst())
                    .startsWith("Moltbot is blocked. Check " + check + " failed: ")
                    .doesNotContain("open-to-everybody");
            assertThat(house.run("chat", "--session", "guard", "--read").out()).contains("Moltbot is blocked.");

            Files.delete(open);
            house.reset(house.breaker().object("trip").text("id"), PASSWORD);
            Await.until(
                    "the second notice",
                    SOON,
                    () -> notices(guard).stream()
                            .anyMatch(text -> text.startsWith(
                                    "Moltbot was reset. The breaker was reset on the host, with the password. Check "
                                            + check)));
            Page page = browser.page();
            SecurityPage.enterPassword(page);
            page.getByText("Moltbot was reset").first().waitFor();
            browser.seen("Nothing gets in until it is reset on the host");
            Look.pictures(page, "guard-conversation");
        }
    }

    @Test
    void aBypassIsInTheAuditWhenItBeginsAndEndsAndOnEveryPageMeanwhile() throws Exception {
        Path data = folder.resolve("data");
        try (TestHouse house = TestHouse.up(data, Map.of());
                Browser browser = new Browser()) {
            browser.claim(house, PASSWORD);
            assertThat(house.runWith(FACTOR, "guardian", "bypass", "S2", "--for", "1h", "--reason", "moving house")
                            .exit())
                    .isZero();
            assertThat(audit(data)).contains("\"kind\":\"bypass.began\"").contains("moving house");
            browser.page().reload();
            browser.seen("Check S2 is bypassed");

            assertThat(house.runWith(FACTOR, "guardian", "bypass", "S2", "--end")
                            .exit())
                    .isZero();
            Await.until("the record of its end", SOON, () -> audit(data).contains("\"kind\":\"bypass.ended\""));
            browser.page().reload();
            browser.page().locator("textarea").waitFor();
            assertThat(browser.page().getByText("Check S2 is bypassed").count()).isZero();
            assertThat(house.run("audit", "verify").exit()).isZero();
        }
    }

    private static List<String> notices(Conversation guard) {
        return guard.history().stream()
                .filter(event -> event.fact() instanceof ChatFact.Notice)
                .map(event -> ((ChatFact.Notice) event.fact()).text())
                .toList();
    }

    private static String audit(Path data) throws Exception {
        return Files.readString(data.resolve("control/audit/audit.jsonl"));
    }
}
